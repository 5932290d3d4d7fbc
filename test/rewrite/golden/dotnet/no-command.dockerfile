FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080

# obstacle: Not converted to several stages: The file has no CMD or ENTRYPOINT, so which program the container starts is not known.