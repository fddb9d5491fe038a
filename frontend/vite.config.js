import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

// Names are fixed, because the pages are drawn by Django: `{% asset %}` adds the hash that empties the caches.
// Another area that needs its own script (an editor, a chart) adds an input here and gets a file of that name.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss()],
  build: {
    outDir: fileURLToPath(new URL("../kith/ui/static/ui/dist", import.meta.url)),
    emptyOutDir: true,
    target: ["chrome111", "firefox115", "safari16.4"],
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: { editor: fileURLToPath(new URL("src/editor/editor.js", import.meta.url)), passkey: fileURLToPath(new URL("src/passkey/passkey.js", import.meta.url)), threads: fileURLToPath(new URL("src/threads/threads.js", import.meta.url)), timer: fileURLToPath(new URL("src/timer/timer.js", import.meta.url)), kith: fileURLToPath(new URL("src/kith.js", import.meta.url)), style: fileURLToPath(new URL("src/kith.css", import.meta.url)) },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: ({ names }) => {
          const name = names[0] ?? "";
          if (name.endsWith(".woff2")) return "fonts/[name][extname]";
          if (name.startsWith("editor")) return "editor.css";
          if (name.startsWith("threads")) return "threads.css";
          return name.endsWith(".css") ? "kith.css" : "[name][extname]";
        },
      },
    },
  },
});
