/** How the console is built: web/ in, web/dist out, served by the same process that answers the doors. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.VOUCHSAFE_SERVER ?? 'http://127.0.0.1:8080'
const doors = ['/v1', '/healthz', '/readyz', '/openapi.json']

export default defineConfig({
  root: 'web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A strict content security policy refuses data: fonts and images, so nothing is inlined.
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  server: { port: 5173, proxy: Object.fromEntries(doors.map((path) => [path, { target: server }])) },
})
