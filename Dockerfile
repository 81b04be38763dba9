# Builds the console, then keeps what serving needs. The service runs as nobody special, on a root file system that nobody writes.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts=false --no-audit --no-fund
COPY . .
RUN npx vite build --logLevel warn && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
# What was compiled once goes where something can be written; without such a place all goes on without it.
ENV NODE_ENV=production PORT=8080 DATABASE_URL=file:/data/vouchsafe.db NODE_COMPILE_CACHE=/tmp/vouchsafe
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(a=>process.exit(a.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=8", "server/start.js"]
