import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }
const nightly = process.env['HOLDFAST_NIGHTLY'] === '1'

export default defineConfig({
  test: {
    setupFiles: ['./tests/support/repeatable.ts'],
    reporters: ['default', './tests/scripts/skip-reporter.mjs'],
    testTimeout: nightly ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
    // Many tests wait for sockets, children and disks: more of them than cores may wait at once.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      // A worker loads the product once for all its files: no file may leave anything behind.
      {
        ...source,
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tests/*.test.ts'],
          isolate: false,
        },
      },
      // What starts workers, child processes or a browser runs against the build.
      { extends: true, test: { name: 'built', include: ['tests/{built,e2e}/**/*.test.ts'] } },
    ],
  },
})
