import { createReadStream } from 'node:fs'
import { CommandError } from './session.js'

/** The bytes of a file; one that cannot be read ends the command with a sentence. */
export async function* readableFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
}
