FROM eclipse-temurin:21-jdk AS build
WORKDIR /app
COPY .mvn/ .mvn
COPY mvnw pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository ./mvnw dependency:go-offline
COPY src ./src
RUN --mount=type=cache,target=/root/.m2/repository ./mvnw -q package -DskipTests
RUN java -Djarmode=tools -jar target/shop-1.0.jar extract --layers --destination extracted --application-filename app.jar

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=build /app/extracted/dependencies/ ./
COPY --from=build /app/extracted/spring-boot-loader/ ./
COPY --from=build /app/extracted/snapshot-dependencies/ ./
COPY --from=build /app/extracted/application/ ./
EXPOSE 8080
ENTRYPOINT []
CMD ["java", "-jar", "app.jar"]
