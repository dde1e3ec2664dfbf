import { createHash } from 'node:crypto'

/** The pages people sign in on: plain forms, no script, nothing from elsewhere. */

// The colours and shapes of the portal.
const STYLE = `:root{color-scheme:light dark;--page:#fafafa;--card:#fff;--text:#242424;--line:#616161;--brand:#0f6cbd;--over:#115ea3;
--on:#fff;--link:#115ea3;--bad:#b10e1c}
@media(prefers-color-scheme:dark){:root{--page:#1f1f1f;--card:#292929;--text:#fff;--line:#adadad;--brand:#115ea3;--over:#0f6cbd;
--link:#62abf5;--bad:#dc9aa0}}
body{font:14px/1.45 'Segoe UI',system-ui,sans-serif;margin:0;background:var(--page);color:var(--text)}
main{max-width:24rem;margin:10vh auto;padding:2rem;background:var(--card);border-radius:8px;box-shadow:0 1px 4px #0003}
.brand{font-size:1.25rem;font-weight:600;margin:0 0 1.25rem}h1{font-size:1.5rem;line-height:1.3;font-weight:600;margin:0 0 1rem}
label{display:block;margin:.9rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem .65rem;
margin-top:.25rem;border:1px solid var(--line);border-radius:4px;background:var(--card);color:var(--text)}
button{font:inherit;font-weight:600;width:100%;padding:.6rem;margin-top:1rem;border:0;border-radius:4px;background:var(--brand);
color:var(--on);cursor:pointer}button:hover{background:var(--over)}:focus-visible{outline:2px solid var(--text);outline-offset:1px}
code{font-size:1.05rem;word-break:break-all}.problem{color:var(--bad);font-weight:600}a{color:var(--link)}
@media(max-width:30rem){main{margin:0;min-height:100vh;box-sizing:border-box;padding:1.5rem;border-radius:0;max-width:none}}`
const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('base64')

/** A field of a form. `hint` is what a browser fills it with. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'password'
  readonly hint: string
  readonly value?: string
}

export interface Page {
  /** Language of its texts, such as `nl`. */
  readonly language: string
  readonly title: string
  /** Paragraphs before the form; as text, never as HTML. */
  readonly text?: readonly string[]
  /** Codes to be copied. */
  readonly codes?: readonly string[]
  /** What went wrong before. */
  readonly problem?: string | undefined
  readonly form?: {
    readonly action: string
    readonly fields?: readonly Field[]
    readonly hidden?: Readonly<Record<string, string>>
    readonly button: string
  }
  readonly links?: readonly { readonly uri: string; readonly text: string }[]
}

/** A page as HTML. Every text is escaped. */
export function htmlOf(page: Page): Uint8Array {
  const { language, title, text = [], codes = [], problem, form, links = [] } = page
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    ...(problem === undefined ? [] : [`<p class="problem" role="alert">${escaped(problem)}</p>`]),
    ...text.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(codes.length === 0 ? [] : [`<p>${codes.map((code) => `<code>${escaped(code)}</code>`).join('<br>')}</p>`]),
    ...(form === undefined ? [] : [formOf(form)]),
    ...links.map(({ uri, text: label }) => `<p><a href="${escaped(uri)}">${escaped(label)}</a></p>`),
  ]
  return Buffer.from(
    `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(title)} – prorata</title>` +
      `<meta name="viewport" content="width=device-width,initial-scale=1"><style>${STYLE}</style></head>` +
      `<body><main><p class="brand">prorata</p>${parts.join('\n')}</main></body></html>\n`,
  )
}

function formOf({ action, fields = [], hidden = {}, button }: NonNullable<Page['form']>): string {
  const inputs = fields.map(
    ({ name, label, type, hint, value = '' }, index) =>
      `<label>${escaped(label)}<input name="${name}" type="${type}" autocomplete="${hint}" value="${escaped(value)}" required` +
      `${index === 0 ? ' autofocus' : ''}></label>`,
  )
  const kept = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  return `<form method="post" action="${escaped(action)}">${[...inputs, ...kept].join('')}<button>${escaped(button)}</button></form>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}

/**
 * Headers of a page: never kept, never framed, no script, no referrer.
 * @param formTargets where its forms may lead besides here; browsers hold the answer to a form to it, too
 */
export function pageHeaders(formTargets: readonly string[] = []): Readonly<Record<string, string>> {
  const targets = ["'self'", ...formTargets.map(sourceOf)].join(' ')
  return {
    'content-type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy':
      `default-src 'none'; style-src 'sha256-${STYLE_DIGEST}'; form-action ${targets}; ` +
      `base-uri 'none'; frame-ancestors 'none'`,
  }
}

/** An address as the policy names it: its origin, or its scheme where it has none. */
function sourceOf(uri: string): string {
  const { origin, protocol } = new URL(uri)
  return origin === 'null' ? protocol : origin
}
