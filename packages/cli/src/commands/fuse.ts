import type { Command } from 'commander'
import { addFuseCreep } from './fuse-creep.ts'
import { addFuseLocate } from './fuse-locate.ts'
import { addFuseReliability } from './fuse-reliability.ts'
import { addFuseScenario } from './fuse-scenario.ts'
import { addFuseScore } from './fuse-score.ts'
import { addFuseThermal } from './fuse-thermal.ts'
import { addFuseTrack } from './fuse-track.ts'

/** `holdfast fuse`: the parts of fusion on files, for measurement and for a second look. */
export function addFuse(program: Command): void {
  const fuse = program
    .command('fuse')
    .description('run a part of fusion on files: the same code as in a deployment')
  addFuseTrack(fuse)
  addFuseLocate(fuse)
  addFuseThermal(fuse)
  addFuseScore(fuse)
  addFuseScenario(fuse)
  addFuseReliability(fuse)
  addFuseCreep(fuse)
}
