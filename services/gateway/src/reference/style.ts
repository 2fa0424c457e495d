/** The stylesheet of the reference page: a string, so that it is there when running from source and when built. */
export const referenceStyle = `:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #16202c; --soft: #5a6676; --line: #e1e5ea; --accent: #0b6e6e;
  --code: #eef1f4; --get: #1463b8; --post: #1a7f4b; --patch: #9a5b00; --delete: #b3261e; --staff: #6b3fa0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f141a; --card: #171e26; --ink: #e4e9ef; --soft: #98a5b3; --line: #2a343f; --accent: #5cc9c4;
    --code: #212b35; --get: #6db1f5; --post: #62c894; --patch: #e5ac57; --delete: #f28b82; --staff: #bf9bea;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr);
  background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
code, .type, .method { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { font-size: .9em; }
p code, td code { background: var(--code); border-radius: 4px; padding: .05em .3em; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }

nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 2rem 1.25rem;
  border-right: 1px solid var(--line); background: var(--card); font-size: .875rem;
}
nav .brand { margin: 0 0 1rem; font-size: 1.05rem; font-weight: 650; }
nav .brand a, nav h2 a { color: inherit; }
nav .brand small { color: var(--soft); font-weight: 400; }
nav h2 { margin: 1.1rem 0 .25rem; font-size: .8rem; letter-spacing: .01em; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .1rem .4rem; border-radius: 5px; color: var(--ink); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav li a:hover { background: var(--code); text-decoration: none; }
nav .method { display: inline-block; width: 3.1rem; font-size: .65rem; background: none; padding: 0; color: var(--tone, var(--soft)); }

main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 68rem; }
h1 { margin: 0 0 .5rem; font-size: 1.9rem; letter-spacing: -.015em; }
.lead { max-width: 46rem; color: var(--soft); }
.files { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; font-size: .9rem; }
.files a { border: 1px solid var(--line); background: var(--card); border-radius: 6px; padding: .25rem .6rem; }
.files span { color: var(--soft); }
main section > h2 { margin: 2.75rem 0 .2rem; font-size: 1.35rem; letter-spacing: -.01em; }
main section > p { margin: 0 0 1rem; color: var(--soft); max-width: 46rem; }
article, details, section > table { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
article { padding: 1rem 1.25rem 1.1rem; margin: 0 0 1rem; }
article:target, details:target, tr:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
article header { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.method { --tone: var(--soft); font-size: .72rem; font-weight: 700; color: var(--card); background: var(--tone); border-radius: 5px; padding: .15rem .45rem; }
.GET, .send { --tone: var(--get); } .POST, .receive { --tone: var(--post); }
.PATCH, .PUT { --tone: var(--patch); } .DELETE { --tone: var(--delete); }
.path { font-size: .92rem; font-weight: 600; overflow-wrap: anywhere; }
.path i { font-style: normal; color: var(--accent); }
.who { margin-left: auto; font-size: .78rem; color: var(--soft); border: 1px solid var(--line); border-radius: 99px; padding: .05rem .6rem; }
.who.staff { color: var(--staff); border-color: currentColor; }
h3 { margin: .55rem 0 .2rem; font-size: 1rem; }
h3 a { color: inherit; }
h4 { margin: .95rem 0 .2rem; font-size: .82rem; color: var(--soft); font-weight: 600; }
h4 span { font-weight: 400; }
h4 .status { color: var(--post); }
.limit, .none { margin: .2rem 0 0; color: var(--soft); font-size: .88rem; }

table.fields { width: 100%; border-collapse: collapse; font-size: .88rem; }
table.fields tr + tr { border-top: 1px solid var(--line); }
table.fields th, table.fields td { text-align: left; vertical-align: baseline; padding: .38rem .75rem .38rem 0; }
table.fields th { width: 14.5rem; font-weight: 500; overflow-wrap: anywhere; }
table.fields th small { color: var(--soft); }
table.fields td.type { width: 16rem; }
section > table.fields { border-collapse: separate; border-spacing: 0; padding: .25rem 1.25rem; }
.type { font-size: .85em; overflow-wrap: anywhere; }
.required { color: var(--delete); text-decoration: none; font-weight: 700; padding-left: .15rem; }
.limits { color: var(--soft); }
.errors { list-style: none; margin: .2rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; font-size: .76rem; }
.errors a { display: block; color: var(--ink); background: var(--code); border-radius: 5px; padding: .1rem .45rem; }
.errors b { color: var(--soft); font-weight: 600; }
details { margin: 0 0 .5rem; padding: .55rem 1.25rem; }
details[open] { padding-bottom: 1rem; }
summary { cursor: pointer; }
summary span { color: var(--soft); font-size: .88rem; }
#schemas article h3 { margin-top: 0; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
#schemas article p { margin: .1rem 0 .4rem; }

@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 14rem; border-right: 0; border-bottom: 1px solid var(--line); }
  table.fields, table.fields tbody, table.fields tr, table.fields th, table.fields td { display: block; width: auto !important; padding-bottom: 0; }
  table.fields tr { padding: .3rem 0; }
  table.fields th, table.fields td { padding-top: 0; }
}
@media print { nav { display: none; } body { display: block; } }
`;
