/** Within so long, a second signal is the first one again: npm passes on a Ctrl-C that the terminal has sent to both. */
const SAME_SIGNAL_MILLISECONDS = 1_000

/** Settles when the program is told to stop (Ctrl-C, SIGTERM). Who insists, later on, ends it at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = () => {
      first ??= performance.now()
      if (performance.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(1)
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  })
}
