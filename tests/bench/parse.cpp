// How fast makefiles are read, how much memory that takes, and whether the time grows with the size.
//
//   ninja -C build/release parse_bench && build/release/parse_bench [CORPUS]
//
// Medians of five runs, in processor time, on one thread; each run in a process of its own, so that all of
// them pay for their memory as a run of the program does. Every shape of input is read at a size and at ten
// times that size: a ratio near 10 means linear. Small files (the corpus) are read in one process, as the
// program reads them.
#include <slipway/makefile/load.hpp>
#include <slipway/makefile/parse.hpp>

#include <fmt/core.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace slipway;            // NOLINT(google-build-using-namespace): a program of one file
using namespace slipway::makefile;  // NOLINT(google-build-using-namespace)
using document::Mode;

constexpr double megabyte = 1e6;

double processor_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Of reading alone: what comes of it is thrown away off the clock.
double seconds_to_read(const std::string& text) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("bench", text);
    const auto begin = processor_seconds();
    const auto document = parse(file, sources, Mode::drush, diagnostics);
    return processor_seconds() - begin;
}

double peak_megabytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / megabyte;
}

struct Reading {
    double seconds = 0;
    double megabytes = 0;  // with the text
};

// In a process that has read nothing before.
Reading reading_afresh(const std::string& text) {
    ::malloc_trim(0);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        std::abort();
    }
    const auto child = ::fork();
    Reading reading;
    if (child == 0) {
        const auto before = peak_megabytes();
        reading.seconds = seconds_to_read(text);
        reading.megabytes = peak_megabytes() - before;  // the reader has a copy of the text
        ::_exit(::write(ends[1], &reading, sizeof reading) == sizeof reading ? 0 : 1);
    }
    ::close(ends[1]);
    const bool is_read = child > 0 && ::read(ends[0], &reading, sizeof reading) == sizeof reading;
    ::close(ends[0]);
    if (!is_read || ::waitpid(child, nullptr, 0) != child) {
        std::abort();
    }
    return reading;
}

double median_of_five(const std::function<double()>& seconds) {
    std::array<double, 5> times{};
    std::ranges::generate(times, seconds);
    std::ranges::sort(times);
    return times[2];
}

double median_to_read(const std::string& text) {
    return median_of_five([&] { return reading_afresh(text).seconds; });
}

// What distributions are made of: modules with a version, some with a folder and patches, libraries with
// URLs.
std::string makefile_of(std::size_t bytes) {
    std::string out = "core = 7.x\napi = 2\n\ndefaults[projects][subdir] = contrib\n\n";
    for (std::size_t i = 0; out.size() < bytes; ++i) {
        out += fmt::format("; Module {0}\nprojects[module_{0}][version] = {1}.{2}\n", i, i % 4 + 1, i % 30);
        if (i % 3 == 0) {
            out += fmt::format(
                "projects[module_{0}][patch][] = "
                "\"https://www.drupal.org/files/issues/module-{0}-fix_the_thing-{1}-12.patch\"\n",
                i, i * 7 + 1000000);
        }
        if (i % 7 == 0) {
            out += fmt::format(
                "libraries[library_{0}][download][type] = get\n"
                "libraries[library_{0}][download][url] = https://example.com/library-{0}.tar.gz\n",
                i);
        }
        out += '\n';
    }
    return out;
}

std::string yaml_of(std::size_t bytes) {
    std::string out = "core: 7.x\napi: 2\nprojects:\n";
    for (std::size_t i = 0; out.size() < bytes; ++i) {
        out += fmt::format(
            "  module_{0}:\n    version: '{1}.{2}'\n    patch:\n"
            "      - 'https://www.drupal.org/files/issues/module-{0}-fix-12.patch'\n",
            i, i % 4 + 1, i % 30);
    }
    return out;
}

std::string repeated(std::string_view head, std::string_view part, std::size_t bytes) {
    std::string out(head);
    while (out.size() < bytes) {
        out += part;
    }
    return out;
}

struct Shape {
    const char* name;
    std::size_t bytes;
    std::function<std::string(std::size_t)> make;
};

std::vector<Shape> shapes() {
    constexpr std::size_t ini = 1'000'000;
    constexpr std::size_t yaml = 1'000'000;
    constexpr std::size_t outlined = 100'000;  // what yaml-cpp reads, which is given no more than 1 MiB
    const auto of = [](const std::string& head, const std::string& part) {
        return [=](std::size_t bytes) { return repeated(head, part, bytes); };
    };
    return {
        {"ini: makefile", ini, makefile_of},
        {"ini: one long value", ini, of("core = 7.x\na = ", "x")},
        {"ini: one long line of words", ini, of("core = 7.x\na = ", "x y ; ")},
        {"ini: one huge quoted value", ini, of("core = 7.x\na = \"", "line\n")},
        {"ini: quotes that never close", ini, of("core = 7.x\n", "a = \"x\n")},
        {"ini: escaped quotes", ini, of("core = 7.x\na = \"", "\\\"\n")},
        {"ini: a long list", ini, of("core = 7.x\n", "a[] = b\n")},
        {"ini: comments behind values", ini, of("core = 7.x\n", "a[] = b ; c\n")},
        {"ini: brackets that never close", ini, of("core = 7.x\n", "a[")},
        {"ini: brackets opened on each line", ini, of("core = 7.x\n", "a[b\n")},
        {"ini: deep keys", ini, of("core = 7.x\na", "[b]")},
        {"ini: many keys", ini,
         [](std::size_t bytes) {
             std::string out = "core = 7.x\n";
             for (std::size_t i = 0; out.size() < bytes; ++i) {
                 out += fmt::format("k{} = v\n", i);
             }
             return out;
         }},
        {"ini: text without an entry", ini, of("core = 7.x\n", "word\n")},
        {"ini: blank lines", ini, of("core = 7.x\na =", "\n")},
        {"ini: carriage returns", ini, of("core = 7.x\n", "a = b\r")},
        {"yaml: makefile", yaml, yaml_of},
        {"yaml: one long value", yaml, of("core: 7.x\na: ", "x")},
        {"yaml: one huge quoted value", outlined, of("core: 7.x\na: \"", "line\n  ")},
        {"yaml: flow brackets", yaml, of("core: 7.x\na: ", "[")},
        {"yaml: flow braces", yaml, of("core: 7.x\na: ", "{")},
        {"yaml: flow list", yaml, of("core: 7.x\na: [", "b, ")},
        {"yaml: many keys", yaml,
         [](std::size_t bytes) {
             std::string out = "core: 7.x\n";
             for (std::size_t i = 0; out.size() < bytes; ++i) {
                 out += fmt::format("k{}: v\n", i);
             }
             return out;
         }},
        {"yaml: dashes", outlined, of("core: 7.x\na:\n", "- ")},
        {"yaml: questions", outlined, of("core: 7.x\n", "? ")},
        {"yaml: anchors", outlined, of("core: 7.x\na:\n", "  - &x y\n")},
        {"yaml: aliases", outlined, of("core: 7.x\na: &x y\nb:\n", "  - *x\n")},
        {"yaml: comments", yaml, of("core: 7.x\n", "# comment\n")},
    };
}

void show_growth() {
    fmt::print("{:36} {:>10} {:>10} {:>8}\n", "shape", "MB/s", "10 x: MB/s", "time x");
    for (const auto& shape : shapes()) {
        const auto small = shape.make(shape.bytes);
        const auto large = shape.make(shape.bytes * 10);
        const auto small_time = median_to_read(small);
        const auto large_time = median_to_read(large);
        fmt::print("{:36} {:10.1f} {:10.1f} {:8.1f}\n", shape.name,
                   static_cast<double>(small.size()) / megabyte / small_time,
                   static_cast<double>(large.size()) / megabyte / large_time, large_time / small_time);
    }
}

void show_large_makefile(std::string_view language, const std::string& text) {
    const auto lines = std::ranges::count(text, '\n');
    const auto size = static_cast<double>(text.size()) / megabyte;
    const auto memory = reading_afresh(text).megabytes;
    const auto time = median_to_read(text);
    fmt::print("{}: a makefile of {:.0f} MB, {} lines: {:.1f} MB/s; {:.1f} times its size in memory\n",
               language, size, lines, size / time, memory / size);
}

using Texts = std::vector<std::string>;

Texts texts_of(const fs::path& folder) {
    Texts texts;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return texts;
}

void show_files(std::string_view kind, const Texts& texts) {
    double size = 0;
    for (const auto& text : texts) {
        size += static_cast<double>(text.size()) / megabyte;
    }
    const auto time = median_of_five([&] {
        double seconds = 0;
        for (const auto& text : texts) {
            seconds += seconds_to_read(text);
        }
        return seconds;
    });
    fmt::print("{} real files, {}, {:.1f} MB: {:.1f} ms, {:.1f} MB/s\n", texts.size(), kind, size,
               1000 * time, size / time);
}

void show_corpus(const fs::path& corpus) {
    Texts all;
    for (const auto* kind : {"ini", "yaml", "profiles"}) {
        const auto texts = texts_of(corpus / kind);
        show_files(kind, texts);
        all.insert(all.end(), texts.begin(), texts.end());
    }
    show_files("all", all);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        show_corpus(argv[1]);
    }
    show_large_makefile("INI", makefile_of(50'000'000));
    show_large_makefile("YAML", yaml_of(50'000'000));
    show_growth();
    return 0;
}
