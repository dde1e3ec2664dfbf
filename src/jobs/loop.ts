/** What a loop is doing. */
export interface LoopHealth {
  readonly name: string
  /** Passes that failed in a row; 0 when the last one went well. */
  readonly failures: number
}

/** Work that is repeated until it is stopped. */
export interface Loop {
  health(): LoopHealth
  /** Asks the loop to end, and waits until it has. */
  stop(): Promise<void>
}

/** Pauses grow with each failure, up to so many times the usual one. */
const LONGEST_BACKOFF = 30

/**
 * Repeats `work` until stopped, with a pause where it found nothing to do. An error is told and does not end the loop:
 * the database may be away for a while.
 * @param work gives whether there may be more to do at once
 */
export function repeat(
  name: string,
  pauseMilliseconds: number,
  work: () => Promise<boolean>,
  onError: (error: unknown) => void,
): Loop {
  const stopping = new AbortController()
  let failures = 0
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let more = false
      try {
        more = await work()
        failures = 0
      } catch (error) {
        failures += 1
        onError(error)
      }
      if (!more) await pause(pauseMilliseconds * Math.min(failures + 1, LONGEST_BACKOFF), stopping.signal)
    }
  }
  const ended = run()
  return {
    health: () => ({ name, failures }),
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}

/** Waits, or until it is called off. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
