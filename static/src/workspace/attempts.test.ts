import { describe, expect, it } from 'vitest'
import { Problem } from '../lib/api'
import { Attempts, type Send } from './attempts'

class Memory implements Storage {
  private readonly map = new Map<string, string>()
  get length(): number {
    return this.map.size
  }
  clear(): void {
    this.map.clear()
  }
  getItem(name: string): string | null {
    return this.map.get(name) ?? null
  }
  key(at: number): string | null {
    return [...this.map.keys()][at] ?? null
  }
  removeItem(name: string): void {
    this.map.delete(name)
  }
  setItem(name: string, value: string): void {
    this.map.set(name, value)
  }
}

/** A server that fails as told and remembers the keys it was sent. */
function server(...answers: (Problem | object)[]): { readonly send: Send; readonly keys: string[] } {
  const keys: string[] = []
  const send = (async (_path: string, _body: unknown, options: { key: string }) => {
    keys.push(options.key)
    const answer = answers[keys.length - 1]
    if (answer instanceof Problem) throw answer
    return answer
  }) as Send
  return { send, keys }
}

const OFFLINE = new Problem({ status: 0, code: 'offline' })

describe('an action that has not been confirmed', () => {
  it('is tried again with the key it had, so that it can not act twice', async () => {
    const { send, keys } = server(OFFLINE, { id: 't', revision: 2 })
    const attempts = new Attempts('p', new Memory(), send)
    expect((await attempts.take('t', 'acknowledge', {}, 1)).ok).toBe(false)
    expect((await attempts.retry('t'))?.ok).toBe(true)
    expect(keys[0]).toBe(keys[1])
    expect(attempts.unconfirmed.value).toEqual({})
  })

  it('keeps its key when the same button is pressed instead of "try again"', async () => {
    const { send, keys } = server(OFFLINE, { id: 't' })
    const attempts = new Attempts('p', new Memory(), send)
    await attempts.take('t', 'decline', { reason: 'road' }, 1)
    await attempts.take('t', 'decline', { reason: 'road' }, 1)
    expect(new Set(keys).size).toBe(1)
  })

  it('gets a new key when what is sent has changed', async () => {
    const { send, keys } = server(OFFLINE, { id: 't' })
    const attempts = new Attempts('p', new Memory(), send)
    await attempts.take('t', 'decline', { reason: 'road' }, 1)
    await attempts.take('t', 'decline', { reason: 'flood' }, 1)
    expect(new Set(keys).size).toBe(2)
  })

  it('survives closing the page when the network or the login failed', async () => {
    const memory = new Memory()
    const { send } = server(new Problem({ status: 401, code: 'not_logged_in' }))
    await new Attempts('p', memory, send).take('t', 'resolve', { outcomes: [] }, 3)
    expect(new Attempts('p', memory, send).unconfirmed.value['t']?.trouble).toEqual({ kind: 'login' })
    expect(new Attempts('somebody else', memory, send).unconfirmed.value).toEqual({})
  })

  it('says a conflict and a refusal in the server’s words and does not keep them', async () => {
    const memory = new Memory()
    const { send } = server(new Problem({ status: 412, code: 'stale', detail: 'changed' }), new Problem({ status: 409, code: 'x', detail: 'too late' }))
    const attempts = new Attempts('p', memory, send)
    expect(await attempts.take('a', 'start', {}, 1)).toEqual({ ok: false, trouble: { kind: 'conflict', words: 'changed' } })
    expect(await attempts.take('b', 'undo', {}, 1)).toEqual({ ok: false, trouble: { kind: 'refused', words: 'too late' } })
    expect(memory.length).toBe(0)
  })
})
