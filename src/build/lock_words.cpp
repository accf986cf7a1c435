#include "lock_words.hpp"

namespace slipway::build {

using lock::Source;

Source::Wanted wanted_of(plan::FetchGit::Kind kind) {
    switch (kind) {
        case plan::FetchGit::Kind::tag: return Source::Wanted::tag;
        case plan::FetchGit::Kind::branch: return Source::Wanted::branch;
        case plan::FetchGit::Kind::revision: return Source::Wanted::revision;
        case plan::FetchGit::Kind::refspec: return Source::Wanted::refspec;
        case plan::FetchGit::Kind::head: break;
    }
    return Source::Wanted::head;
}

std::string_view name_of(plan::FetchGit::Submodules submodules) {
    switch (submodules) {
        case plan::FetchGit::Submodules::direct: return "direct";
        case plan::FetchGit::Submodules::recursive: return "recursive";
        case plan::FetchGit::Submodules::none: break;
    }
    return "";
}

Source::Kind kind_of(plan::FetchVcs::System system) {
    switch (system) {
        case plan::FetchVcs::System::svn: return Source::Kind::svn;
        case plan::FetchVcs::System::hg: return Source::Kind::hg;
        case plan::FetchVcs::System::bzr: break;
    }
    return Source::Kind::bzr;
}

}  // namespace slipway::build
