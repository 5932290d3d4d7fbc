FROM node:24-alpine AS ui
WORKDIR /src/ui
COPY ui/package.json ui/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY ui/ ./
RUN npm run build

FROM maven:3.9-eclipse-temurin-21-alpine AS build
WORKDIR /src
COPY . .
COPY --from=ui /src/ui/dist ./ui/dist
RUN --mount=type=cache,target=/root/.m2/repository mvn package

FROM eclipse-temurin:21-jre-alpine
WORKDIR /src
COPY --from=build /src/target/app-1.0.jar ./target/
COPY --from=ui /src/ui/dist ./ui/dist
RUN adduser -S -D -H -u 10001 app
USER app
CMD ["java", "-jar", "target/app-1.0.jar"]
