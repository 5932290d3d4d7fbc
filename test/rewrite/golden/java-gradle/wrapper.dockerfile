FROM eclipse-temurin:21-jdk-alpine AS build
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle gradlew ./
COPY --chown=gradle:gradle gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar ./gradle/wrapper/
RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew dependencies
COPY --chown=gradle:gradle . .
RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew build -x test

FROM eclipse-temurin:21-jre-alpine
WORKDIR /home/gradle/src
COPY --from=build /home/gradle/src/build/libs/shop-1.0.jar ./build/libs/
RUN adduser -S -D -H -u 10001 app
USER app
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "build/libs/shop-1.0.jar"]
