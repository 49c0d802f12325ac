# The examples in an image:
#   docker build -t multiprocessing-examples .
#   docker run --rm --init multiprocessing-examples pi --workers 1,2
# .ci/container does the same without Docker.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -q -B -pl examples -am package -Dmaven.test.skip=true -Dmaven.source.skip=true -Dmaven.javadoc.skip=true

FROM eclipse-temurin:17-jre
RUN useradd --create-home examples
WORKDIR /opt/examples
COPY --from=build /build/examples/target/lib lib
COPY --from=build /build/examples/target/multiprocessing-examples.jar ./
USER examples
ENTRYPOINT ["java", "-jar", "multiprocessing-examples.jar"]
