"""An nginx of one's own on loopback, with git repositories if there is fcgiwrap."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

NGINX = """
daemon off;
{user}
worker_processes 2;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log {run}/access.log;
    client_body_temp_path {run}/body; proxy_temp_path {run}/proxy; fastcgi_temp_path {run}/fastcgi;
    uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
    sendfile on; tcp_nopush on; keepalive_requests 10000;
    default_type application/octet-stream;
    server {{
        listen 127.0.0.1:{port}; root {site};
        location ~ \\.git/ {{
            fastcgi_pass unix:{run}/fcgiwrap;
            fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
            fastcgi_param GIT_PROJECT_ROOT {site};
            fastcgi_param GIT_HTTP_EXPORT_ALL 1;
            fastcgi_param PATH_INFO $uri;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
            fastcgi_param REMOTE_ADDR $remote_addr;
        }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def nginx(site, probe):
    """Serves the directory while the block runs. Its address, and the file that lists its requests. `probe` names a file
    of the directory."""
    with tempfile.TemporaryDirectory() as run:
        port = free_port()
        config = pathlib.Path(run, "nginx.conf")
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(NGINX.format(run=run, port=port, site=site, user=user))
        children = [subprocess.Popen(["nginx", "-p", run, "-e", f"{run}/error.log", "-c", config])]
        if shutil.which("fcgiwrap"):
            with open(f"{run}/fcgiwrap.log", "wb") as log:
                children.append(subprocess.Popen(["fcgiwrap", "-s", f"unix:{run}/fcgiwrap"], stderr=log))
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"{base}/{probe}").close()
                    break
                except OSError:
                    time.sleep(0.02)
            else:
                sys.exit("nginx did not start")
            yield base, pathlib.Path(run, "access.log")
        finally:
            for child in children:
                child.terminate()
                child.wait()
