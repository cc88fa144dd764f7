# One image for every role: the command says which ("relay", "firstwrite migrate" …). Build it with BuildKit, as docker compose does.
ARG NODE_IMAGE=node:24-bookworm-slim

# What production needs. Changes only when package-lock.json does, and so does its layer below.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
COPY deploy/assemble-image.sh ./deploy/
RUN --mount=type=cache,target=/root/.npm ./deploy/assemble-image.sh dependencies /app

FROM ${NODE_IMAGE} AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY LICENSE nest-cli.json rspack.config.js tsconfig.json ./
COPY migrations ./migrations
COPY libs ./libs
COPY apps ./apps
RUN npm run build
COPY deploy ./deploy
RUN ./deploy/assemble-image.sh program /app

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Firstwrite" \
      org.opencontainers.image.description="An order and inventory service that never oversells" \
      org.opencontainers.image.licenses="Apache-2.0"
# In a container every address is the container's own; which of them is reached from outside is decided where it is run.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
# Owned by root and never written to: it runs with a read-only root file system.
COPY --from=dependencies /app ./
COPY --from=build /app ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "deploy/image/health-check.cjs"]
ENTRYPOINT ["/app/deploy/image/entrypoint.sh"]
CMD ["standalone"]
