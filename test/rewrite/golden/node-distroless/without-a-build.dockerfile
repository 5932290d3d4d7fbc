FROM node:22 AS deps
WORKDIR /srv
RUN apt-get update && apt-get install -y python3
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM gcr.io/distroless/nodejs22-debian13:nonroot
WORKDIR /srv
ENV NODE_ENV=production
COPY --from=deps /srv/node_modules ./node_modules
COPY . .
USER nonroot
CMD ["server.js"]
