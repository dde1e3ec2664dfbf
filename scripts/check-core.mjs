// Refuses what dependency-cruiser and biome cannot see: clocks, chance, waiting and binary fractions in the core, barrels and
// oversized files and functions anywhere in src. Reads syntax trees, so comments and strings never matter.
// Usage: node scripts/check-core.mjs [root]      Exit code 1 where something is refused, or where there was nothing to check.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const LIMITS = { coreFile: 300, file: 400, function: 70 }

/** Names that reach out of the core, each with the way to do without. */
const GLOBALS = {
  Date: 'days and instants are values of core/calendar; the time of day is passed in',
  Promise: 'the core is synchronous',
  setTimeout: 'the core is synchronous',
  setInterval: 'the core is synchronous',
  setImmediate: 'the core is synchronous',
  queueMicrotask: 'the core is synchronous',
  performance: 'the core has no clock',
  fetch: 'the core does no input or output',
  process: 'the core does no input or output',
  console: 'the core does no input or output',
  crypto: 'identifiers are made outside and passed in',
  globalThis: 'the core has no surroundings',
  eval: 'the core runs only what is written down',
  parseFloat: 'read a Decimal with core/money/decimal.ts',
}

/** Members that are wrong on any object. */
const MEMBERS = {
  toFixed: 'rounds a binary fraction; use formatDecimal or formatAmount',
  toPrecision: 'rounds a binary fraction; use formatDecimal or formatAmount',
  parseFloat: 'read a Decimal with core/money/decimal.ts',
  localeCompare: 'sorts by the locale of the machine; compare with < and >',
  toLocaleString: "writes in the machine's locale; formatting for people is the business of the doors",
  toLocaleDateString: "writes in the machine's locale; formatting for people is the business of the doors",
  toLocaleTimeString: "writes in the machine's locale; formatting for people is the business of the doors",
}

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'))
const files = listSources(join(root, 'src'))
const problems = files.flatMap((file) => problemsIn(file, readFileSync(join(root, file), 'utf8')))

for (const { file, line, reason } of problems) console.error(`${file}:${line} ${reason}`)
if (files.length === 0) console.error(`check-core: no source files under ${join(root, 'src')}`)
else console.log(`check-core: ${files.length} files checked, ${problems.length} problems`)
process.exitCode = files.length === 0 || problems.length > 0 ? 1 : 0

function listSources(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mts|js|jsx|mjs)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `src/${name.split(sep).join('/')}`)
    .sort()
}

function problemsIn(file, text) {
  const isTest = /\.test\.tsx?$/.test(file)
  const isCore = file.startsWith('src/core/') && !isTest
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found = []
  const refuse = (node, reason) => found.push({ file, line: lineOf(source, node.getStart(source)), reason })

  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const limit = isCore ? LIMITS.coreFile : LIMITS.file
  if (lines > limit) found.push({ file, line: limit + 1, reason: `the file has ${lines} lines; the limit is ${limit}` })
  checkBarrel(source, refuse)
  const visit = (node) => {
    if (!isTest) checkFunctionLength(source, node, refuse)
    if (isCore) checkPurity(node, refuse)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function lineOf(source, position) {
  return source.getLineAndCharacterOfPosition(position).line + 1
}

function checkBarrel(source, refuse) {
  const { statements } = source
  for (const statement of statements) {
    const exportsAll = ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined
    if (exportsAll && (statement.exportClause === undefined || ts.isNamespaceExport(statement.exportClause))) {
      refuse(statement, 'barrel: import each thing from the file that defines it, not through `export *`')
    }
  }
  const isReExport = (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined
  if (statements.length > 0 && statements.every(isReExport) && statements.some((each) => each.exportClause?.elements)) {
    refuse(statements[0], 'barrel: the file only hands on what other files define')
  }
}

function checkFunctionLength(source, node, refuse) {
  if (!ts.isFunctionLike(node) || node.body === undefined) return
  const lines = lineOf(source, node.end) - lineOf(source, node.getStart(source)) + 1
  if (lines > LIMITS.function) {
    refuse(node, `the function ${nameOf(node)} has ${lines} lines; the limit is ${LIMITS.function}`)
  }
}

function nameOf(node) {
  return node.name?.getText() ?? node.parent?.name?.getText() ?? 'without a name'
}

function checkPurity(node, refuse) {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) refuse(node, 'async: the core is synchronous')
  if (ts.isAwaitExpression(node)) refuse(node, 'await: the core is synchronous')
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) refuse(node, 'await: the core is synchronous')
  checkDefaultExport(node, refuse)
  const member = memberOf(node)
  if (member !== undefined && Object.hasOwn(MEMBERS, member)) refuse(node, `${member}: ${MEMBERS[member]}`)
  if (!ts.isIdentifier(node) || isMemberName(node)) return
  if (Object.hasOwn(GLOBALS, node.text)) refuse(node, `${node.text}: ${GLOBALS[node.text]}`)
  if (node.text === 'Math') checkMath(node, refuse)
}

function checkDefaultExport(node, refuse) {
  const isDefault =
    (ts.isExportAssignment(node) && node.isExportEquals !== true) ||
    (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent)) ||
    (ts.isExportSpecifier(node) && node.name.text === 'default')
  if (isDefault) refuse(node, 'default export: a thing has one name, the same wherever it is imported')
}

/** `Math` may only be used by naming a function of it other than `random`, so that chance cannot be smuggled in. */
function checkMath(node, refuse) {
  const name = node.parent.expression === node ? memberOf(node.parent) : undefined
  if (name === undefined) refuse(node, 'Math: name the function where it is used')
  else if (name === 'random') refuse(node, 'Math.random: the core gives the same answer every time')
}

/** The member that `object.member` or `object['member']` asks for. */
function memberOf(node) {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text
  }
  return undefined
}

/** Whether an identifier is only the name of a member (`event.process`, `{ process: 1 }`), which reaches nothing. */
function isMemberName(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return parent.propertyName === node
  }
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isAccessor(parent)
  return isMember && parent.name === node
}
