import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The server to which the pages talk while they are worked on: `prorata serve` with PRORATA_PUBLIC_URL set to this one's address. */
const API = process.env['PRORATA_API'] ?? 'http://127.0.0.1:8080'
const PORT = 5173

const SERVED_ELSEWHERE = ['/v1', '/v1.0', '/webhooks', '/auditactivity', '/common', '/sign-in', '/agreements', '/docs']

/** What is sent is compressed once, when it is built: from the files as they were written, which is the last that is done to them. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css|html|svg)$/.test(file))) {
        const path = join(dir!, name)
        const content = readFileSync(path)
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        writeFileSync(`${path}.br`, brotliCompressSync(content, quality))
        writeFileSync(`${path}.gz`, gzipSync(content))
      }
    },
  }
}

// biome-ignore lint/style/noDefaultExport: vite reads the default export
export default defineConfig({
  root: 'src/web',
  base: '/portal/',
  plugins: [react(), compressed()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // What is shared is otherwise named after all pages that share it.
        chunkFileNames: ({ name }) => `assets/${name.startsWith('shared') ? 'shared' : '[name]'}-[hash].js`,
        // Few files: each request of a page costs more than the kilobytes that some other page alone would need.
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'] },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 700 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: PORT,
    strictPort: true,
    proxy: Object.fromEntries(SERVED_ELSEWHERE.map((path) => [path, { target: API, changeOrigin: false }])),
  },
})
