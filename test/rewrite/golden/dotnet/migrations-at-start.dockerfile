FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
EXPOSE 8080
CMD ["/bin/sh", "-c", "dotnet ef database update && exec dotnet Shop.dll"]

# obstacle: Not converted to several stages: The container runs `dotnet ef database`, which needs the SDK and the sources: a bundle (`dotnet ef migrations bundle`) does the same without them.