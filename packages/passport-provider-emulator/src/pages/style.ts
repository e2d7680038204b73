import { createHash } from 'node:crypto';

/** The colour of a service and of the text on it, for the light and the dark scheme. */
export interface Accent {
  readonly light: readonly [background: string, text: string];
  readonly dark: readonly [background: string, text: string];
}

const layout = `
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;background:var(--back);color:var(--text);overflow-wrap:anywhere}
.ribbon p{margin:0}
.ribbon{padding:.5rem 1rem;text-align:center;font-size:.875rem;font-weight:600;
background:repeating-linear-gradient(135deg,#ffd43b 0 14px,#fcc419 14px 28px);color:#1a1a1a}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
.panel{background:var(--panel);border:1px solid var(--line);border-top:4px solid var(--accent);
border-radius:14px;padding:1.5rem}
.service{display:flex;align-items:center;gap:.6rem;margin:0 0 1.25rem;font-weight:600}
.badge{display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:9px;
background:var(--accent);color:var(--on-accent);font-weight:700}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .25rem}
h2,legend{font-size:.9375rem;font-weight:600;margin:0 0 .5rem;padding:0}
.soft{color:var(--soft);margin:0}
fieldset{border:0;margin:1.5rem 0 0;padding:0;min-width:0}
section{margin:1.5rem 0 0}
ul{margin:0;padding:0;list-style:none;display:grid;gap:.4rem}
li{display:flex;gap:.55rem}
li::before{content:"";flex:none;width:.5rem;height:.5rem;border-radius:50%;background:var(--accent);margin-top:.5rem}
.card{border:1px solid var(--line);border-radius:10px;margin-top:.5rem}
.card:has(.user:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.card>label{display:flex;gap:.75rem;align-items:center;padding:.7rem .85rem;cursor:pointer;border-radius:10px}
.who{display:grid;min-width:0}
.who small{color:var(--soft);font-size:.875rem}
input{accent-color:var(--accent);width:1.15rem;height:1.15rem;margin:0;flex:none}
.stores{margin:0;padding:.1rem .85rem .75rem 2.75rem}
.stores legend{font-weight:400;font-size:.875rem;color:var(--soft);margin:0}
.stores label{display:flex;gap:.6rem;align-items:center;padding:.35rem 0;cursor:pointer}
.card:not(:has(.user:checked)) .stores{display:none}
.actions{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:1.75rem}
button{font:inherit;font-weight:600;min-height:3rem;border-radius:10px;padding:.5rem 1rem;cursor:pointer;
border:1px solid var(--border);background:transparent;color:var(--text)}
button.allow{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.card>label:has(input:focus-visible){outline:3px solid var(--focus);outline-offset:-3px}
.card>label input:focus-visible{outline:none}
.after{font-size:.875rem;color:var(--soft);margin:1rem 0 0;text-align:center}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,monospace}
@media (min-width:48rem){main{padding-top:2.5rem}.panel{padding:2.25rem}}
`;

/** The whole style sheet. It is inline, and the policy of the page allows exactly this text. */
export function pageStyle(accent: Accent): string {
  const [light, onLight] = accent.light;
  const [dark, onDark] = accent.dark;
  return (
    `:root{color-scheme:light dark;--back:#f3f4f6;--panel:#fff;--text:#17191c;--soft:#575d66;--line:#d5d9de;` +
    `--border:#747b85;--focus:#1864ab;--accent:${light};--on-accent:${onLight}}` +
    `@media (prefers-color-scheme:dark){:root{--back:#101214;--panel:#1a1d21;--text:#f1f3f5;--soft:#a9b0b9;` +
    `--line:#363b42;--border:#868e98;--focus:#74c0fc;--accent:${dark};--on-accent:${onDark}}}` +
    layout
  );
}

/**
 * No script, no frame, and no image but the icon. There is no `form-action` on purpose: Chromium also applies it to the redirect
 * after the form, and that goes to the application.
 */
export function pageHeaders(accent: Accent): Readonly<Record<string, string>> {
  const hash = createHash('sha256').update(pageStyle(accent)).digest('base64');
  return {
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'; img-src data:`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
