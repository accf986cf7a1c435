// What a makefile may say of an svn, hg or bzr repository. Such repositories are read by their own programs,
// so each text that comes to one of them is checked first: none may be taken for an option, for the name of
// another program, or for a place that was not meant. Pure.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/plan/action.hpp>

#include <string_view>

namespace slipway::fetch {

// ErrorKind::unsupported, with what may be written, unless the URL is of a scheme that the system has and
// whose meaning we know. svn: svn, svn+ssh, http, https, file; hg: http, https, ssh, file; bzr: bzr, bzr+ssh,
// sftp, http, https, file, and "lp:NAME".
Result<void> check_vcs_url(plan::FetchVcs::System system, std::string_view url);

// Likewise for a revision. Empty is the newest. svn: a number, also as r7, HEAD, {DATE}; hg: an id, a tag, a
// bookmark, a branch; bzr: a number (1, 1.2.3, -1) and tag:, revid:, revno:, last:, date:, or a tag's name
// alone.
Result<void> check_vcs_revision(plan::FetchVcs::System system, std::string_view revision);

}  // namespace slipway::fetch
