import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // Core is read as source, so that the page builds whether or not dist is there.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // No data: URLs for scripts or fonts, so that the content security policy can refuse them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
  },
})
