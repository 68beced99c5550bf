import { Problem } from '../api/index.ts'

interface Told {
  readonly title?: string
  readonly detail?: string
}

async function tellOf(response: Response): Promise<string> {
  try {
    const { title, detail } = (await response.json()) as Told
    return detail ?? title ?? `HTTP ${response.status}`
  } catch {
    return `HTTP ${response.status}`
  }
}

/** Sends a command; null once it is durable, otherwise what is wrong in words. */
export async function record(command: Readonly<Record<string, unknown>>): Promise<string | null> {
  try {
    const response = await fetch('/api/v1/commands', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    })
    return response.ok ? null : await tellOf(response)
  } catch {
    return 'the server does not answer'
  }
}

/** Asks for a page of the day; refused in the words of the server. */
export async function askDay<T>(path: string): Promise<T> {
  const asked = fetch(`/api/v1${path}`, { credentials: 'same-origin' })
  const response = await asked.catch(() => {
    throw new Problem(0, 'the server does not answer')
  })
  if (!response.ok) throw new Problem(response.status, await tellOf(response))
  return (await response.json()) as T
}
