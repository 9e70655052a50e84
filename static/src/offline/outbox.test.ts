import { describe, expect, it } from 'vitest'
import { Problem } from '../lib/api'
import type { TaskRow } from '../lib/types'
import { newAction } from './action'
import { FakeServer, OFFLINE, task } from './fakes'
import { judge, type FileBody, type KeptFile } from './files'
import { Outbox } from './outbox'
import { memoryShelf, type Shelf } from './shelf'
import type { Turn } from './turn'

const MINE: Turn = async (send) => {
  await send()
  return true
}

interface World {
  readonly server: FakeServer
  readonly shelf: Shelf
  readonly line: { up: boolean }
  readonly open: (person?: string) => Outbox
}

function world(...tasks: TaskRow[]): World {
  const server = new FakeServer(new Map(tasks.map((row) => [row.id, row])))
  const shelf = memoryShelf()
  const line = { up: true }
  const open = (person = 'p'): Outbox => new Outbox({ person, shelf, server, turn: MINE, fileTurn: MINE, online: () => line.up, clock: () => 1_000, draw: () => 0 })
  return { server, shelf, line, open }
}

async function quiet(outbox: Outbox): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 0))
  while (outbox.sending.value || outbox.uploading.value !== null)
}

describe('a file from the field', () => {
  const file = (name: string, type = '', size = 1000): { name: string; type: string; size: number } => ({ name, type, size })

  it('is known by the end of its name or by its type, and refused before it is kept', () => {
    expect(judge(file('IMG_1.JPG'), true)).toEqual({ sort: 'photo', strip: true })
    expect(judge(file('note', 'audio/webm;codecs=opus'), true)).toEqual({ sort: 'voice', strip: false })
    expect(judge(file('list.xlsx'), false)).toEqual({ sort: 'document', strip: false })
    expect([judge(file('page.html', 'text/html'), false), judge(file('a.pdf', '', 20_000_001), false), judge(file('a.txt', '', 2_000_001), false), judge(file('a.png', '', 0), false)])
      .toEqual(['kind', 'size', 'size', 'empty'])
  })

  it('of a kind whose place can not be taken out is not promised to be without it', () => {
    expect(judge(file('IMG_2.HEIC', 'image/heic'), true)).toBe('strip')
    expect(judge(file('IMG_2.HEIC', 'image/heic'), false)).toEqual({ sort: 'photo', strip: false })
  })
})

describe('the outbox', () => {
  it('keeps what was done without a line, and sends it once and in order when the line is back', async () => {
    const { server, line, open } = world(task('a'), task('b'))
    const outbox = open()
    line.up = false
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    await outbox.add(task('b'), 'acknowledge', {}, 'i')
    await outbox.add(task('a'), 'start', {}, 'i')
    expect(outbox.waiting.value.map((action) => action.task)).toEqual(['a', 'b', 'a'])
    expect([server.requests, outbox.pause.value]).toEqual([0, 'offline'])

    line.up = true
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['a acknowledge', 'b acknowledge', 'a start'])
    expect(server.requests).toBe(1)
    expect([outbox.actions.value, outbox.pause.value]).toEqual([[], null])
  })

  it('does nothing twice when the answer was lost and the page was closed', async () => {
    const { server, open } = world(task('a'))
    server.failing.push('lost')
    const before = open()
    await before.add(task('a'), 'acknowledge', {}, 'i')
    await quiet(before)
    expect(before.waiting.value).toHaveLength(1)

    const after = open()
    await after.start()
    await quiet(after)
    expect(server.did).toEqual(['a acknowledge'])
    expect(after.actions.value).toEqual([])
  })

  it('shows a conflict with what is there now, holds what rests on it, and lets other tasks pass', async () => {
    const { server, line, open } = world(task('a'), task('b'))
    const outbox = open()
    line.up = false
    for (const [row, verb] of [[task('a'), 'acknowledge'], [task('a'), 'start'], [task('b'), 'acknowledge']] as const) await outbox.add(row, verb, {}, 'i')
    server.change('a', { state: 'cancelled' })
    line.up = true
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['b acknowledge'])
    expect(outbox.undecided.value.map((action) => [action.task, action.verb, action.state])).toEqual([['a', 'acknowledge', 'conflict']])
    expect(outbox.waiting.value.map((action) => action.verb)).toEqual(['start'])
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['b acknowledge'])
  })

  it('sends again with the same key when only the house’s own counters moved', async () => {
    const { server, line, open } = world(task('a'))
    const outbox = open()
    line.up = false
    const kept = await outbox.add(task('a'), 'acknowledge', {}, 'i')
    server.change('a', { escalation: 2, ack_overdue: true })
    line.up = true
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['a acknowledge'])
    expect(outbox.actions.value).toEqual([])
    expect(kept.revision).toBe(1)
  })

  it('takes an acknowledgement back out of the queue, and says when it has left already', async () => {
    const { server, line, open } = world(task('a'))
    const outbox = open()
    line.up = false
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    await outbox.add(task('a'), 'tick', { ticked: [0] }, 'i')
    expect(await outbox.takeBack('a')).toBe(true)
    expect(outbox.actions.value).toEqual([])

    line.up = true
    server.failing.push('lost')
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    await quiet(outbox)
    expect(await outbox.takeBack('a')).toBe(false)
    expect(outbox.waiting.value).toHaveLength(1)
  })

  it('does it again on the new state as a new act, or gives it up with the reason kept', async () => {
    const { server, line, open } = world(task('a', 'acknowledged'), task('b'))
    const outbox = open()
    line.up = false
    const first = await outbox.add(task('a', 'acknowledged'), 'start', {}, 'i')
    await outbox.add(task('b'), 'acknowledge', {}, 'i')
    await outbox.add(task('b'), 'start', {}, 'i')
    server.change('a', { title_zh: 'new words' })
    server.change('b', { state: 'cancelled' })
    line.up = true
    outbox.wake()
    await quiet(outbox)
    const [a, b] = outbox.undecided.value
    if (!a || !b) throw new Error('two conflicts were expected')
    await outbox.doAgain(a, server.known('a') as TaskRow)
    await quiet(outbox)
    expect(server.did).toEqual(['a start'])
    expect(first.key).not.toBe(outbox.actions.value.at(-1)?.key)

    await outbox.drop(b, ' recalled by radio ')
    expect(outbox.actions.value.map((action) => [action.verb, action.state, action.reason])).toEqual([
      ['acknowledge', 'dropped', 'recalled by radio'], ['start', 'conflict', ''],
    ])
  })

  it('keeps the queue for its owner when the login has expired or somebody else is logged in', async () => {
    const { server, shelf, open } = world(task('a'))
    server.failing.push(new Problem({ status: 401, code: 'not_logged_in' }))
    const outbox = open()
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    await quiet(outbox)
    expect(outbox.pause.value).toBe('login')

    server.failing.push(new Problem({ status: 403, code: 'csrf' }))
    server.person = 'q'
    outbox.wake()
    await quiet(outbox)
    expect([outbox.pause.value, server.did]).toEqual(['stranger', []])
    const other = open('q')
    await other.start()
    await quiet(other)
    expect([other.actions.value, server.did, await shelf.owners()]).toEqual([[], [], ['p']])

    server.failing.push(new Problem({ status: 403, code: 'csrf' }))
    server.person = 'p'
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['a acknowledge'])
  })

  it('takes a second tick into the one that waits, and leaves what others ticked', async () => {
    const { server, line, open } = world(task('a', 'acknowledged'))
    const outbox = open()
    line.up = false
    await outbox.add(task('a', 'acknowledged'), 'tick', { ticked: [1] }, 'i')
    await outbox.add(task('a', 'acknowledged'), 'tick', { ticked: [1, 2] }, 'i')
    expect(outbox.waiting.value).toHaveLength(1)
    server.change('a', { ticked: [0] })
    line.up = true
    outbox.wake()
    await quiet(outbox)
    expect(server.known('a')?.ticked).toEqual([0, 1, 2])
  })

  it('leaves the turn to another tab and takes it when that tab is gone', async () => {
    const { server, shelf } = world(task('a'))
    let free = false
    const turn: Turn = (send) => (free ? MINE(send) : Promise.resolve(false))
    const outbox = new Outbox({ person: 'p', shelf, server, turn, fileTurn: turn, draw: () => 0 })
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    await quiet(outbox)
    expect([server.requests, outbox.waiting.value.length]).toEqual([0, 1])
    free = true
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['a acknowledge'])
  })

  it('refuses in the server’s words what can not be sent as it is', async () => {
    const { open } = world()
    const outbox = open()
    await outbox.add(task('gone'), 'acknowledge', {}, 'i')
    await quiet(outbox)
    expect(outbox.undecided.value.map((action) => [action.state, action.refused?.status])).toEqual([['conflict', 404]])
  })

  it('sends a file beside the words, keeps its bytes until the server has it, and keeps a refused one', async () => {
    const { server, shelf, line, open } = world(task('a'))
    const outbox = open()
    line.up = false
    for (const id of ['photo', 'paper']) await outbox.addFile(task('a'), body(id), bytes(id), 'i')
    await outbox.add(task('a'), 'acknowledge', {}, 'i')
    expect(outbox.waiting.value.map((action) => [action.verb, action.chained])).toEqual([['attach', false], ['attach', false], ['acknowledge', false]])

    server.refusing.push(new Problem({ status: 422, code: 'attachment.unreadable' }), OFFLINE)
    line.up = true
    outbox.wake()
    await quiet(outbox)
    expect(server.did).toEqual(['a acknowledge'])
    expect([...server.files.keys()]).toEqual([])
    expect(outbox.actions.value.map((action) => [action.state, action.tries])).toEqual([['refused', 1], ['waiting', 1]])

    outbox.wake()
    await quiet(outbox)
    expect([...server.files.keys()]).toEqual(['paper'])
    expect([(await shelf.file('photo'))?.name, await shelf.file('paper')]).toEqual(['photo', null])
    const [refused] = outbox.undecided.value
    if (!refused) throw new Error('one refusal was expected')
    await outbox.doAgain(refused, task('a'), { ...body('photo'), strip: false })
    await quiet(outbox)
    expect([...server.files.keys()]).toEqual(['paper', 'photo'])
    expect([outbox.actions.value, await shelf.file('photo')]).toEqual([[], null])
  })

  it('takes a file for sent that the server has under its own id, and says when its bytes are gone', async () => {
    const { server, shelf, open } = world(task('a'))
    const outbox = open()
    server.refusing.push(new Problem({ status: 409, code: 'attachment.exists' }))
    await outbox.addFile(task('a'), body('photo'), bytes('photo'), 'i')
    await quiet(outbox)
    expect(outbox.actions.value).toEqual([])

    const lost = newAction({ person: 'p', incident: 'i', verb: 'attach', body: body('lost'), task: task('a'), doneAt: 1, worldAt: 1 }, [], 'k')
    await shelf.add(lost)
    await outbox.start()
    await quiet(outbox)
    expect(outbox.undecided.value.map((action) => action.refused?.code)).toEqual(['file_gone'])
  })
})

function body(id: string): FileBody {
  return { id, sort: 'photo', name: id, type: 'image/jpeg', size: 3, strip: true }
}

function bytes(name: string): KeptFile {
  return { bytes: new ArrayBuffer(3), name, type: 'image/jpeg' }
}
