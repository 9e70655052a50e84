/** A file shown where it stands, fetched only when it is pressed: a photo as a picture, a voice note as sound. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { KeptFile, Sort } from '../offline/files'
import { fileWords } from './fileWords'

interface ViewProps {
  readonly sort: Sort
  readonly url: string
  readonly name: string
}

export function FileView({ sort, url, name }: ViewProps): JSX.Element {
  const [open, setOpen] = useState(false)
  if (sort === 'document') return <a class="ws-file" href={url} download={name}>{name}</a>
  return (
    <>
      <button type="button" class="ws-file" aria-expanded={open} title={fileWords().view(name)} onClick={() => setOpen(!open)}>{name}</button>
      {open ? <Shown sort={sort} url={url} name={name} /> : null}
    </>
  )
}

function Shown({ sort, url, name }: ViewProps): JSX.Element {
  const [failed, setFailed] = useState(false)
  if (failed) return <a class="ws-link" href={url} download={name}>{fileWords().cannotShow}</a>
  return sort === 'photo'
    ? <img class="ws-photo" src={url} alt={name} onError={() => setFailed(true)} />
    : <audio class="ws-photo" controls src={url} onError={() => setFailed(true)} />
}

interface KeptProps {
  readonly sort: Sort
  readonly name: string
  readonly read: () => Promise<KeptFile | null>
}

/** The same for a file that is only here so far. */
export function KeptView({ sort, name, read }: KeptProps): JSX.Element {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => () => {
    if (url) URL.revokeObjectURL(url)
  }, [url])
  async function toggle(): Promise<void> {
    const file = url ? null : await read()
    setUrl(file ? URL.createObjectURL(new Blob([file.bytes], { type: file.type })) : null)
  }
  if (sort === 'document') return <span class="ws-file-name">{name}</span>
  return (
    <>
      <button type="button" class="ws-file" aria-expanded={url !== null} title={fileWords().view(name)} onClick={() => void toggle()}>{name}</button>
      {url ? <Shown sort={sort} url={url} name={name} /> : null}
    </>
  )
}
