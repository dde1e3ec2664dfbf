/** A path with its parts encoded: pathOf`/v1/customers/${id}`. */
export function pathOf(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts.reduce((path, text, index) => path + encodeURIComponent(String(values[index - 1])) + text)
}
