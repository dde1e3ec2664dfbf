import type { AgreementDocument } from '../../app/agreements.js'

/** The text of an agreement as a page. */
export function agreementPage({ title, body, language }: AgreementDocument): string {
  const paragraphs = body.split(/\n{2,}/).map((paragraph) => `<p>${escaped(paragraph)}</p>`)
  return `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
<h1>${escaped(title)}</h1>
${paragraphs.join('\n')}
</body>
</html>
`
}

/** The text of an agreement as a file. */
export function agreementText({ title, body }: AgreementDocument): string {
  return `${title}\n\n${body}\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!)
}
