FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /source
COPY src/Shop.Api/Shop.Api.csproj ./src/Shop.Api/
COPY src/Shop.Data/Shop.Data.csproj ./src/Shop.Data/
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore src/Shop.Api
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Shop.Api -c Release -o /out/api && dotnet publish src/Shop.Jobs -c Release -o /out/jobs

FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /source
COPY --from=build /out/api/ /out/api/
COPY --from=build /out/jobs/ /out/jobs/
COPY --chmod=755 start.sh /
WORKDIR /out/api
USER $APP_UID
CMD ["/start.sh"]
