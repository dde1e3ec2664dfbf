import { Command, CommanderError } from 'commander'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS, loadCommand } from './commands.js'

/** Every command and every part of one, by the words with which it is called. */
const ALL = new Map<string, Command>()
function note(command: Command, path: string): void {
  ALL.set(path, command)
  for (const part of command.commands) note(part, `${path} ${part.name()}`)
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (more) => (text += more), getOutHelpWidth: () => 120 })
  command.outputHelp()
  return text
}

/** The words of a line of shell, without quotes, and with ids where an example only says what stands there. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  return words.map((word) => (PLACEHOLDER.test(word) ? '018f0001-0000-7000-8000-000000000001' : word))
}

const PLACEHOLDER = /^(?:ID|PARTNER|ADJUSTMENT|REQUEST|ENTRY|DISCOUNT|018f\.\.\.)$/

/** The examples of a help text, each without `$ prorata`. */
function examplesOf(help: string): string[] {
  const [, section = ''] = /\nExamples?:\n([\s\S]*?)(?:\n\n|$)/.exec(help) ?? []
  const joined = section.replaceAll(/\\\n\s*/g, ' ')
  return [...joined.matchAll(/^ +\$ (?:.* )?prorata (.*)$/gm)].map(([, rest]) => rest!)
}

describe('every command and part', () => {
  beforeAll(async () => {
    for (const name of Object.keys(COMMANDS)) note(await loadCommand(name), name)
  })

  it('has an example', () => {
    const without = [...ALL].filter(([, command]) => examplesOf(helpOf(command)).length === 0)
    expect(without.map(([path]) => path)).toEqual([])
    expect(ALL.size).toBeGreaterThan(100)
  })

  it('has examples that it takes', async () => {
    const wrong: string[] = []
    const examples = new Set([...ALL.values()].flatMap((command) => examplesOf(helpOf(command))))
    for (const example of examples) {
      const program = new Command('prorata').enablePositionalOptions().exitOverride()
      const words = wordsOf(example.replace(/ [|>] .*$/, ''))
      const command = await loadCommand(words[0]!)
      disarm(command)
      program.addCommand(command)
      await program
        .parseAsync(words, { from: 'user' })
        .catch((error: Error) => wrong.push(`${example}: ${error.message}`))
    }
    expect(wrong).toEqual([])
  })

  it('tells that it was called wrongly by an exception', async () => {
    for (const [path, command] of ALL) {
      if (command.commands.length > 0) continue
      const words = path.split(' ')
      const again = await loadCommand(words[0]!)
      disarm(again)
      const call = again.parseAsync([...words.slice(1), '--no-such-option'], { from: 'user' })
      await expect(call, path).rejects.toBeInstanceOf(CommanderError)
    }
  })
})

/** Commands are read, but do nothing and print nothing. */
function disarm(command: Command): void {
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
  command.action(() => {})
  command.commands.forEach(disarm)
}
