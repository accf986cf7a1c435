// How the page of a comparison looks. Private to report.
#pragma once

#include <string_view>

namespace slipway::report {

// Light and dark by the reader's own setting; on paper everything is open and black on white.
inline constexpr std::string_view comparison_style = R"css(
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5b6877; --line: #dfe4ea; --faint: #eef1f5;
  --green: #1a7f4b; --green-wash: #e3f5eb; --red: #b3372f; --red-wash: #fbe9e7; --blue: #1f5fa8; --blue-wash: #e6f0fb;
  --amber: #8a5a00; --amber-wash: #fdf1d8; --grey-wash: #e9edf2; }
@media (prefers-color-scheme: dark) { :root {
  --page: #12161c; --card: #1a2029; --ink: #e4e9f0; --soft: #94a1b2; --line: #2c3541; --faint: #222a35;
  --green: #58c98d; --green-wash: #163326; --red: #f0857b; --red-wash: #3d1f1d; --blue: #79b4f5; --blue-wash: #182c44;
  --amber: #e3b052; --amber-wash: #38290c; --grey-wash: #2a323d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0 0 1.25rem; font-size: 1.65rem; font-weight: 650; letter-spacing: -.015em; }
h2 { margin: 2.5rem 0 .75rem; font-size: .8rem; font-weight: 650; letter-spacing: .07em; text-transform: uppercase;
  color: var(--soft); }
code, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .87em; overflow-wrap: anywhere; }
.sides { display: grid; grid-template-columns: 1fr auto 1fr; gap: .9rem; align-items: stretch; }
.side { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem;
  min-width: 0; }
.side .label { color: var(--soft); font-size: .78rem; font-weight: 600; letter-spacing: .05em;
  text-transform: uppercase; }
.side .name { font-size: 1.15rem; font-weight: 620; overflow-wrap: anywhere; margin: .1rem 0 .35rem; }
.side .id { color: var(--soft); }
.arrow { align-self: center; color: var(--soft); font-size: 1.5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.6rem, 1fr)); gap: .75rem; margin-top: .9rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem .95rem; }
.tile b { display: block; font-size: 1.45rem; font-weight: 640; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: .82rem; }
.tile.zero b { color: var(--soft); font-weight: 450; }
.notes { margin: 1rem 0 0; padding: .75rem 1.1rem; background: var(--amber-wash); color: var(--amber);
  border-radius: 12px; list-style: none; }
.notes li + li { margin-top: .35rem; }
.list { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
details + details { border-top: 1px solid var(--line); }
summary { display: grid; grid-template-columns: 7rem minmax(8rem, 1fr) minmax(9rem, 1fr) 15rem; gap: .9rem;
  align-items: center; padding: .68rem 1.1rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--faint); }
summary:focus-visible { outline: 2px solid var(--blue); outline-offset: -2px; }
details[open] > summary { background: var(--faint); }
.badge { justify-self: start; padding: .08rem .6rem; border-radius: 99px; font-size: .8rem; font-weight: 600; }
.upgraded, .added { color: var(--green); background: var(--green-wash); }
.downgraded, .removed { color: var(--red); background: var(--red-wash); }
.changed, .switched { color: var(--amber); background: var(--amber-wash); }
.moved, .same, .mode { color: var(--blue); background: var(--blue-wash); }
.title { font-weight: 600; overflow-wrap: anywhere; }
.type { color: var(--soft); font-weight: 400; font-size: .82rem; margin-left: .4rem; }
.version { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.stat { text-align: right; white-space: nowrap; color: var(--soft); font-size: .85rem;
  font-variant-numeric: tabular-nums; }
.plus { color: var(--green); } .minus { color: var(--red); }
.bar { display: inline-flex; width: 4rem; height: .45rem; margin-left: .6rem; border-radius: 99px; overflow: hidden;
  background: var(--grey-wash); vertical-align: middle; }
.bar i { display: block; height: 100%; } .bar .p { background: var(--green); } .bar .m { background: var(--red); }
.body { padding: .35rem 1.1rem 1.1rem; }
.facts { margin: .5rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.1rem; }
.facts dt { color: var(--soft); font-size: .85rem; } .facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.remarks { margin: .5rem 0; padding: 0; list-style: none; }
.remarks li { overflow-wrap: anywhere; } .remarks li::before { content: "› "; color: var(--soft); }
table { width: 100%; border-collapse: collapse; margin-top: .6rem; }
td { padding: .2rem .5rem; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 5.2rem; padding-left: 0; } td:last-child { text-align: right; white-space: nowrap;
  padding-right: 0; font-variant-numeric: tabular-nums; font-size: .85rem; color: var(--soft); }
td .badge { font-size: .74rem; }
.empty { padding: 1.4rem; color: var(--soft); text-align: center; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .82rem; }
@media (max-width: 46rem) { .sides { grid-template-columns: 1fr; } .arrow { justify-self: center; rotate: 90deg; }
  summary { grid-template-columns: auto 1fr; } .version, .stat { grid-column: 2; text-align: left; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb;
    --faint: #fff; --green: #0a5c33; --green-wash: #fff; --red: #8f1d16; --red-wash: #fff; --blue: #123f75;
    --blue-wash: #fff; --amber: #5e3d00; --amber-wash: #fff; --grey-wash: #ddd; }
  main { max-width: none; padding: 0; } .badge { border: 1px solid currentColor; }
  details::details-content { content-visibility: visible; block-size: auto; }
  details, tr { break-inside: avoid; } details[open] { break-inside: auto; } * { print-color-adjust: exact; } }
)css";

}  // namespace slipway::report
