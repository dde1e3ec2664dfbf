import { Command } from 'commander'
import { generateCommand } from './command-usage-generate.js'
import { importUsageCommand } from './command-usage-import.js'
import { ratingCommands } from './command-usage-rating.js'
import { showUsageCommand } from './command-usage-show.js'

/** `prorata usage`: what was used, as it is reported. */
export function usageCommand(): Command {
  const command = new Command('usage').description('import usage events, look at them, and make some up')
  for (const part of [importUsageCommand(), showUsageCommand(), generateCommand(), ...ratingCommands()])
    command.addCommand(part)
  return command
}
