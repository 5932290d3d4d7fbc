FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
ADD https://example.org/agent/2.9.0/agent.jar /opt/agent.jar
COPY pom.xml ./
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
ENV JAVA_TOOL_OPTIONS=-javaagent:/opt/agent.jar
RUN useradd --system --no-create-home --uid 10001 app
USER app
EXPOSE 8080
CMD ["java", "-jar", "target/shop-1.0.jar"]

# obstacle: Not converted to several stages: Where /opt/agent.jar comes from, which the container starts, was not found.