import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** What a run of the built program took. */
export interface Measured {
  readonly seconds: number
  /** Largest resident memory of any of its processes, in megabytes, where the system tells. */
  readonly megabytes: number
  readonly output: string
}

/**
 * Runs the built program (`npm run build` first) as its users do and measures the whole process, start included.
 * @param environment added to ours
 */
export async function runProgram(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const began = performance.now()
  const env = { ...process.env, ...environment }
  const child = promisify(execFile)(process.execPath, ['dist/cli/main.js', ...parameters], { env, maxBuffer: 1 << 28 })
  let megabytes = 0
  const watch = setInterval(() => {
    for (const pid of familyOf(child.child.pid)) megabytes = Math.max(megabytes, peakOf(pid))
  }, 50)
  try {
    const { stdout } = await child
    return { seconds: (performance.now() - began) / 1_000, megabytes, output: stdout }
  } finally {
    clearInterval(watch)
  }
}

function familyOf(pid: number | undefined): string[] {
  if (pid === undefined) return []
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return [String(pid), ...(children === '' ? [] : children.split(' '))]
  } catch {
    return [String(pid)]
  }
}

function peakOf(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}

export function rate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en-US')}/s`
}
