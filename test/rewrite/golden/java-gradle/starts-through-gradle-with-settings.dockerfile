FROM gradle:8.10-jdk21
WORKDIR /home/gradle/src
COPY --chown=gradle:gradle build.gradle settings.gradle gradlew ./
COPY --chown=gradle:gradle gradle/wrapper/gradle-wrapper.properties gradle/wrapper/gradle-wrapper.jar ./gradle/wrapper/
RUN ./gradlew dependencies
COPY --chown=gradle:gradle . .
RUN ./gradlew build
EXPOSE 8080
CMD ["./gradlew", "bootRun"]

# obstacle: Not converted to several stages: The container starts through `./gradlew bootRun`, which builds the program first: build it with a RUN, and start its jar with `java -jar`. What the build sets for bootRun would be lost otherwise.