// The stable names of all diagnostics. Each has an entry of the same name in docs/diagnostics.md; a test
// compares the two lists.
#pragma once

#include <string_view>

namespace slipway::slug {

// clang-format off
// How a makefile is written (makefile/parse.hpp).
inline constexpr std::string_view empty_value_swallows_line = "empty-value-swallows-line";
inline constexpr std::string_view missing_equals            = "missing-equals";
inline constexpr std::string_view unbalanced_bracket        = "unbalanced-bracket";
inline constexpr std::string_view ignored_line              = "ignored-line";
inline constexpr std::string_view hash_comment              = "hash-comment";
inline constexpr std::string_view slash_comment             = "slash-comment";
inline constexpr std::string_view section_header            = "section-header";
inline constexpr std::string_view conflict_marker           = "conflict-marker";
inline constexpr std::string_view foreign_code              = "foreign-code";
inline constexpr std::string_view patch_text                = "patch-text";
inline constexpr std::string_view template_placeholder      = "template-placeholder";
inline constexpr std::string_view comment_in_value          = "comment-in-value";
inline constexpr std::string_view unclosed_quote            = "unclosed-quote";
inline constexpr std::string_view lost_backslash            = "lost-backslash";
inline constexpr std::string_view malformed_key             = "malformed-key";
inline constexpr std::string_view lone_carriage_return      = "lone-carriage-return";
inline constexpr std::string_view byte_order_mark           = "byte-order-mark";
inline constexpr std::string_view not_utf8                  = "not-utf8";
inline constexpr std::string_view invisible_character       = "invisible-character";
inline constexpr std::string_view text_too_long             = "text-too-long";
inline constexpr std::string_view php_constant              = "php-constant";
inline constexpr std::string_view nested_too_deep           = "nested-too-deep";
inline constexpr std::string_view duplicate_key             = "duplicate-key";
inline constexpr std::string_view short_form_wipes_details  = "short-form-wipes-details";
inline constexpr std::string_view details_wipe_short_form   = "details-wipe-short-form";
inline constexpr std::string_view yaml_syntax               = "yaml-syntax";
inline constexpr std::string_view yaml_alias_limit          = "yaml-alias-limit";
inline constexpr std::string_view yaml_not_in_drush         = "yaml-not-in-drush";
inline constexpr std::string_view yaml_misread              = "yaml-misread";
inline constexpr std::string_view yaml_tag                  = "yaml-tag";
inline constexpr std::string_view yaml_unquoted             = "yaml-unquoted";
inline constexpr std::string_view yaml_number               = "yaml-number";
inline constexpr std::string_view semicolon_comment         = "semicolon-comment";
inline constexpr std::string_view file_too_large            = "file-too-large";
inline constexpr std::string_view too_many_diagnostics      = "too-many-diagnostics";

// What a makefile asks for (makefile/load.hpp).
inline constexpr std::string_view empty_makefile            = "empty-makefile";
inline constexpr std::string_view missing_core              = "missing-core";
inline constexpr std::string_view malformed_core            = "malformed-core";
inline constexpr std::string_view missing_api               = "missing-api";
inline constexpr std::string_view wrong_api                 = "wrong-api";
inline constexpr std::string_view unknown_key               = "unknown-key";
inline constexpr std::string_view unknown_attribute         = "unknown-attribute";
inline constexpr std::string_view not_a_map                 = "not-a-map";
inline constexpr std::string_view not_a_list                = "not-a-list";
inline constexpr std::string_view not_a_text                = "not-a-text";
inline constexpr std::string_view malformed_project         = "malformed-project";
inline constexpr std::string_view removed_project           = "removed-project";
inline constexpr std::string_view unknown_type              = "unknown-type";
inline constexpr std::string_view scalar_patch              = "scalar-patch";
inline constexpr std::string_view patch_without_url         = "patch-without-url";
inline constexpr std::string_view list_collision            = "list-collision";
inline constexpr std::string_view md5_attribute             = "md5-attribute";
inline constexpr std::string_view unsafe_path               = "unsafe-path";
inline constexpr std::string_view unknown_download_type     = "unknown-download-type";
inline constexpr std::string_view missing_url               = "missing-url";
inline constexpr std::string_view library_without_type      = "library-without-type";
inline constexpr std::string_view ignored_library           = "ignored-library";
inline constexpr std::string_view ignored_attribute         = "ignored-attribute";
inline constexpr std::string_view ambiguous_revision        = "ambiguous-revision";
inline constexpr std::string_view full_version              = "full-version";
inline constexpr std::string_view malformed_version         = "malformed-version";
inline constexpr std::string_view wrong_core_version        = "wrong-core-version";
inline constexpr std::string_view ignored_core_version      = "ignored-core-version";
inline constexpr std::string_view not_a_flag                = "not-a-flag";
inline constexpr std::string_view repeated_patch            = "repeated-patch";
inline constexpr std::string_view wrong_url                 = "wrong-url";
inline constexpr std::string_view space_in_value            = "space-in-value";
inline constexpr std::string_view space_in_url              = "space-in-url";
inline constexpr std::string_view password_in_url           = "password-in-url";
inline constexpr std::string_view malformed_checksum        = "malformed-checksum";
inline constexpr std::string_view malformed_language        = "malformed-language";
inline constexpr std::string_view same_directory            = "same-directory";
inline constexpr std::string_view hidden_profile            = "hidden-profile";
inline constexpr std::string_view unknown_defaults_group    = "unknown-defaults-group";
inline constexpr std::string_view too_many_defaults         = "too-many-defaults";
inline constexpr std::string_view include_not_found         = "include-not-found";
inline constexpr std::string_view include_cycle             = "include-cycle";
inline constexpr std::string_view too_many_includes         = "too-many-includes";
inline constexpr std::string_view malformed_include         = "malformed-include";
inline constexpr std::string_view remote_include            = "remote-include";
inline constexpr std::string_view earlier_include_wins      = "earlier-include-wins";
inline constexpr std::string_view option_replaced           = "option-replaced";

// What happened while the platform was built.
inline constexpr std::string_view fetch_failed          = "fetch-failed";
inline constexpr std::string_view checksum_mismatch     = "checksum-mismatch";
inline constexpr std::string_view copy_failed           = "copy-failed";
inline constexpr std::string_view no_release_history    = "no-release-history";
inline constexpr std::string_view release_not_fetched   = "release-not-fetched";
inline constexpr std::string_view damaged_release       = "damaged-release";
inline constexpr std::string_view unpack_failed         = "unpack-failed";
inline constexpr std::string_view missing_subtree       = "missing-subtree";
inline constexpr std::string_view patch_failed          = "patch-failed";
inline constexpr std::string_view unresolved_version    = "unresolved-version";
inline constexpr std::string_view placement_conflict    = "placement-conflict";
inline constexpr std::string_view replaced_directory    = "replaced-directory";
inline constexpr std::string_view no_place              = "no-place";
inline constexpr std::string_view no_core               = "no-core";
inline constexpr std::string_view several_cores         = "several-cores";
inline constexpr std::string_view unsupported_download  = "unsupported-download";
inline constexpr std::string_view missing_patch         = "missing-patch";
inline constexpr std::string_view patch_remark          = "patch-remark";
inline constexpr std::string_view missing_translation   = "missing-translation";
inline constexpr std::string_view translation_server    = "translation-server";
inline constexpr std::string_view file_not_added        = "file-not-added";
inline constexpr std::string_view link_failed           = "link-failed";
inline constexpr std::string_view not_installable       = "not-installable";
inline constexpr std::string_view no_content_hash       = "no-content-hash";
inline constexpr std::string_view publish_failed        = "publish-failed";
inline constexpr std::string_view destination_exists    = "destination-exists";
inline constexpr std::string_view platform_changed      = "platform-changed";
inline constexpr std::string_view makefile_unreadable   = "makefile-unreadable";
inline constexpr std::string_view ignored_option        = "ignored-option";
inline constexpr std::string_view interrupted           = "interrupted";
inline constexpr std::string_view store_damage          = "store-damage";

// What a platform is made of (discover/link_check.hpp).
inline constexpr std::string_view undefined_extension   = "undefined-extension";
inline constexpr std::string_view undefined_base        = "undefined-base";
inline constexpr std::string_view unmet_constraint      = "unmet-constraint";
inline constexpr std::string_view wrong_core            = "wrong-core";
inline constexpr std::string_view php_too_low           = "php-too-low";
inline constexpr std::string_view duplicate_extension   = "duplicate-extension";
inline constexpr std::string_view dependency_cycle      = "dependency-cycle";
inline constexpr std::string_view case_twins            = "case-twins";
inline constexpr std::string_view unreadable_info       = "unreadable-info";
inline constexpr std::string_view view_differs          = "view-differs";

// What the command line asks of a makefile (makefile/load.hpp).
inline constexpr std::string_view option_refused        = "option-refused";
inline constexpr std::string_view nothing_selected      = "nothing-selected";
inline constexpr std::string_view not_convertible       = "not-convertible";
inline constexpr std::string_view unknown_selection     = "unknown-selection";

// Install profiles (manifest/manifest.hpp).
inline constexpr std::string_view incomplete_manifest     = "incomplete-manifest";
inline constexpr std::string_view unknown_manifest_key    = "unknown-manifest-key";
inline constexpr std::string_view wrong_shape             = "wrong-shape";
inline constexpr std::string_view core_conflict           = "core-conflict";
inline constexpr std::string_view malformed_php_version   = "malformed-php-version";
inline constexpr std::string_view ignored_exclusive       = "ignored-exclusive";
inline constexpr std::string_view malformed_dependency    = "malformed-dependency";
inline constexpr std::string_view constraint_in_profile   = "constraint-in-profile";
inline constexpr std::string_view ignored_condition       = "ignored-condition";
inline constexpr std::string_view duplicate_dependency    = "duplicate-dependency";
inline constexpr std::string_view base_not_found          = "base-not-found";
inline constexpr std::string_view base_cycle              = "base-cycle";
inline constexpr std::string_view base_runs_on            = "base-runs-on";
inline constexpr std::string_view ignored_base            = "ignored-base";
inline constexpr std::string_view malformed_php           = "malformed-php";
inline constexpr std::string_view dynamic_php             = "dynamic-php";

// Locks (lock/lock.hpp).
inline constexpr std::string_view malformed_lock = "malformed-lock";
inline constexpr std::string_view newer_lock     = "newer-lock";
inline constexpr std::string_view foreign_lock   = "foreign-lock";
inline constexpr std::string_view missing_lock   = "missing-lock";
inline constexpr std::string_view lock_not_written = "lock-not-written";
inline constexpr std::string_view lock_outdated  = "lock-outdated";
inline constexpr std::string_view lock_drift     = "lock-drift";
inline constexpr std::string_view packed_anew    = "packed-anew";
// clang-format on

}  // namespace slipway::slug
