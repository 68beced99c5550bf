/** Removes what a build left behind: `tsc -b` keeps stale files otherwise. */
import { readdirSync, rmSync } from 'node:fs'

for (const name of readdirSync('packages'))
  rmSync(`packages/${name}/dist`, { recursive: true, force: true })
