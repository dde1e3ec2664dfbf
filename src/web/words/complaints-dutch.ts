import { COMPLAINT_PATTERNS_NL, COMPLAINTS_NL, FIELDS_NL } from './complaints-nl.js'

/** The field, or `the body`, and what is wrong with it. */
const COMPLAINT = /^(the (?:params|query|body)|[\w.]+): ([\s\S]+)$/
/** Between complaints: one of them may hold a semicolon. */
const BETWEEN = /; (?=the (?:params|query|body): |[\w.]+: |and \d+ more$)/

/**
 * What the schema of a request complains about, in Dutch; `undefined` where the text is no such complaint.
 * @param dutchValue for what is put into a complaint
 */
export function dutchComplaint(text: string, dutchValue: (value: string) => string): string | undefined {
  const parts = text.split(BETWEEN)
  const dutch = parts.map((part) => {
    const more = /^and (\d+) more$/.exec(part)
    if (more !== null) return `en nog ${more[1]}`
    const found = COMPLAINT.exec(part)
    const problem = found === null ? undefined : dutchProblem(found[2]!, dutchValue)
    return problem === undefined ? undefined : `${dutchField(found![1]!)}: ${problem}`
  })
  if (dutch.every((part) => part === undefined)) return undefined
  const said = dutch.map((part, index) => part ?? parts[index]!).join('; ')
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
}

function dutchProblem(problem: string, dutchValue: (value: string) => string): string | undefined {
  if (Object.hasOwn(COMPLAINTS_NL, problem)) return COMPLAINTS_NL[problem]
  for (const [pattern, dutch] of COMPLAINT_PATTERNS_NL) {
    const found = pattern.exec(problem)
    if (found !== null) return dutch.replace(/\$(\d)/g, (_, group: string) => listed(found[Number(group)]!))
  }
  const said = dutchValue(problem)
  return said === problem ? undefined : said
}

/** Values of a closed list, as schemas write them. */
function listed(values: string): string {
  return values.replaceAll('"|"', ', ').replaceAll('"', '')
}

/** A field as forms call it; one inside another also by its path, and one of a list by its place there. */
function dutchField(path: string): string {
  if (Object.hasOwn(FIELDS_NL, path)) return FIELDS_NL[path]!
  const names = path.split('.')
  const name = names.findLast((one) => !/^\d+$/.test(one)) ?? path
  return Object.hasOwn(FIELDS_NL, name) ? `${FIELDS_NL[name]} (${path})` : path
}
