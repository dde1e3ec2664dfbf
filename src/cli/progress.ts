/** Progress on a terminal; silent where nobody watches. */
export interface Progress {
  update(done: number, total: number, label?: string): void
  stop(): void
}

/** Starts a progress bar on standard error. `unit` is what is counted, in the plural. */
export async function startProgress(label: string, unit: string, quiet = false): Promise<Progress> {
  if (quiet || !process.stderr.isTTY) return { update: () => {}, stop: () => {} }
  const { default: progress } = await import('cli-progress')
  const bar = new progress.SingleBar({
    format: `{label} [{bar}] {percentage}% | {value} of {total} ${unit}`,
    stream: process.stderr,
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
  })
  bar.start(0, 0, { label })
  return {
    update: (done, total, now = label) => {
      bar.setTotal(total)
      bar.update(done, { label: now })
    },
    stop: () => bar.stop(),
  }
}
