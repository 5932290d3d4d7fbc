FROM gradle:8.10-jdk21 AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle dependencies
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked gradle installDist

FROM eclipse-temurin:21-jre
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/install/shop/ ./build/install/shop/
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["build/install/shop/bin/shop", "--port", "8080"]
