// The build of the pages: hashed assets with their compressed copies, no inline script or style.
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig, type Plugin } from 'vite'
import { maps } from './maps.ts'

const out = process.env.SURETY_WEB_OUT ?? fileURLToPath(new URL('../../build/web', import.meta.url))

/** Writes `.br` and `.gz` beside every file, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(html|js|css|json|svg)$/.test(entry.name)) continue
        const file = join(entry.parentPath, entry.name)
        const bytes = readFileSync(file)
        writeFileSync(`${file}.br`, brotliCompressSync(bytes))
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  plugins: [
    vue(),
    Components({
      dirs: [],
      dts: false,
      resolvers: [ElementPlusResolver({ importStyle: 'css' })],
    }),
    maps(),
    compressed(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: ['chrome86', 'edge86', 'firefox91'],
    cssTarget: ['chrome86', 'edge86', 'firefox91'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@?vue|vue-router|pinia|vue-i18n|@intlify)/ },
            { name: 'echarts', test: /node_modules\/(echarts|zrender)/ },
            { name: 'ep', test: /node_modules\/(element-plus|@element-plus|dayjs|@vueuse|lodash)/ },
            // What every page needs is small: one request, not one per file.
            { name: 'base', test: /\/src\/(api|state|lib\/(address|money|show|time)\b)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': process.env.SURETY_API ?? 'http://127.0.0.1:8080' },
  },
  test: { include: ['test/**/*.test.ts'] },
} as never)
