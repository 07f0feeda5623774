export const style = `
:root { color-scheme: light; --ink: #1d2433; --soft: #667085; --line: #e4e7ec; --accent: #3b5bdb; }
* { box-sizing: border-box; }
body { margin: 0; background: #f5f6f8; color: var(--ink); font: 15px/1.5 system-ui, "Noto Sans", sans-serif; }
header { padding: 14px 32px; background: #fff; border-bottom: 1px solid var(--line); color: var(--soft); }
header a { margin-right: 10px; color: var(--ink); font-weight: 700; text-decoration: none; }
main { max-width: 1060px; margin: 28px auto; padding: 0 24px; }
section { margin-bottom: 24px; padding: 20px 24px; background: #fff; border: 1px solid var(--line); border-radius: 10px; }
h2 { margin: 0 0 12px; font-size: 19px; }
h3 { margin: 24px 0 8px; font-size: 15px; }
small { margin-left: 6px; color: var(--soft); font-weight: 400; font-size: 14px; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
table { width: 100%; border-collapse: collapse; }
th { padding: 6px 10px 6px 0; color: var(--soft); font-weight: 500; font-size: 13px; text-align: left; }
td { padding: 9px 10px 9px 0; border-top: 1px solid var(--line); vertical-align: middle; }
.id, .number, time { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.number { text-align: right; padding-right: 20px; }
.name { overflow-wrap: anywhere; }
.name code { color: var(--soft); font-size: 12px; }
.thumb { width: 64px; }
.thumb img, .thumb span { display: block; width: 52px; height: 40px; border: 1px solid var(--line); border-radius: 6px; }
.thumb img { object-fit: contain; }
.thumb span { background: #f5f6f8; color: var(--soft); font: 600 11px/38px system-ui, sans-serif; text-align: center; text-transform: uppercase; }
.older td { border-top: 0; padding-top: 0; opacity: .65; }
.pill { padding: 2px 9px; border-radius: 99px; background: #eef0f4; color: #475467; font-weight: 500; font-size: 12px; white-space: nowrap; }
.pill.en_proceso, .pill.en_diseno { background: #e7edff; color: #2f4bc0; }
.pill.en_revision, .pill.pending { background: #fff3d6; color: #8a5a00; }
.pill.finalizada, .pill.approved { background: #dff5e6; color: #12693a; }
.pill.estancada, .pill.required { background: #fde4e4; color: #a12727; }
.where, .facts { color: var(--soft); margin: 0 0 12px; }
.empty { margin: 0; padding: 36px; border: 1px dashed var(--line); border-radius: 8px; color: var(--soft); text-align: center; }
`;
