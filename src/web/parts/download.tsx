import { Button, type ButtonProps } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { type Request, send } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { useNotify } from './notify.js'
import { useCommonWords } from './words.js'

export interface DownloadProps {
  readonly request: Request
  /** Name of the file where the server gives none. */
  readonly name: string
  readonly text?: string
  readonly appearance?: ButtonProps['appearance']
}

/** Fetches files as who has signed in and gives them to the browser to keep. */
export function useKeptFile(): { readonly keep: (request: Request, name: string) => void; readonly busy: boolean } {
  const say = useCommonWords()
  const notify = useNotify()
  const [busy, setBusy] = useState(false)
  const fetchFile = async (request: Request, name: string) => {
    setBusy(true)
    try {
      const answer = await send(request)
      keepFile(await answer.blob(), nameOf(answer) ?? name)
    } catch (fault) {
      const { status, message } = fault as Fault
      notify(status === 0 ? say('offline') : message, 'error')
    } finally {
      setBusy(false)
    }
  }
  return { keep: (request, name) => void fetchFile(request, name), busy }
}

/** A button that fetches a file. */
export function Download({ request, name, text, appearance }: DownloadProps) {
  const say = useCommonWords()
  const { keep, busy } = useKeptFile()
  return (
    <Button icon={<ArrowDownloadRegular />} appearance={appearance} disabled={busy} onClick={() => keep(request, name)}>
      {busy ? say('downloading') : (text ?? say('download'))}
    </Button>
  )
}

/** The name a file is to have by the header `Content-Disposition`. */
function nameOf(answer: Response): string | undefined {
  return /filename="?([^";]+)"?/i.exec(answer.headers.get('content-disposition') ?? '')?.[1]
}

/** Gives what is in memory to the browser to keep as a file. */
export function keepFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  URL.revokeObjectURL(url)
}
