/**
 * Datagrams that the operating system dropped because its buffer for our socket was full. They never reach us, but Linux
 * counts them for each socket in the last column of /proc/net/udp and udp6 (proc(5)); a socket is ours where its inode
 * is among our descriptors. Elsewhere the number is not known.
 */
import { readFile, readdir, readlink } from 'node:fs/promises'

async function ownSockets(): Promise<ReadonlySet<string>> {
  const own = new Set<string>()
  for (const fd of await readdir('/proc/self/fd')) {
    const inode = /^socket:\[(\d+)\]$/.exec(
      await readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    )?.[1]
    if (inode !== undefined) own.add(inode)
  }
  return own
}

/** Datagrams dropped so far at our sockets of a port; null where this cannot be known. */
export async function kernelDrops(port: number, family: 4 | 6): Promise<number | null> {
  try {
    const table = await readFile(family === 4 ? '/proc/net/udp' : '/proc/net/udp6', 'latin1')
    const own = await ownSockets()
    const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
    let drops: number | null = null
    for (const line of table.split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/)
      const isOurs = columns[1]?.endsWith(ending) === true && own.has(columns[9] ?? '')
      if (isOurs) drops = (drops ?? 0) + Number(columns.at(-1))
    }
    return drops
  } catch {
    return null
  }
}
