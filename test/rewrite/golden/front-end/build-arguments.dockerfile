FROM node:22 AS client
WORKDIR /app/client
ARG VITE_API=/api
ENV VITE_API=$VITE_API
COPY client/package.json client/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY client/ ./
RUN VITE_MODE=full npm run build

FROM node:22-alpine
ARG VITE_API=/api
ENV VITE_API=$VITE_API NODE_ENV=production
WORKDIR /app
COPY server/package.json server/package-lock.json ./server/
RUN --mount=type=cache,target=/root/.npm cd server && npm ci
COPY . .
COPY --from=client /app/client/dist ./client/dist
USER node
CMD ["node", "server/index.js"]
