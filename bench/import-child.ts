// `prorata import` as a process of its own, which tells in the end how much memory it took at most.
import { importCommand } from '../src/cli/command-import.js'

await importCommand().parseAsync(process.argv)
process.stderr.write(`${JSON.stringify({ megabytes: Math.round(process.resourceUsage().maxRSS / 1_024) })}\n`)
