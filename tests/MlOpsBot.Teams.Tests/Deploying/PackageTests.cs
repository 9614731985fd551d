namespace MlOpsBot.Teams.Tests.Deploying;

public sealed class PackageTests
{
    [Fact]
    public async Task A_package_holds_manifest_and_icons_and_is_the_same_each_time()
    {
        var (first, second) = (await BytesAsync(), await BytesAsync());

        (await Package.WriteAsync()).Keys.Order(StringComparer.Ordinal).ShouldBe(["color.png", "manifest.json", "outline.png"]);
        first.ShouldBe(second);

        static async Task<byte[]> BytesAsync()
        {
            using var scratch = new Scratch();
            await Package.RunAsync(scratch.Path, "package", "--app-id", Package.AppId, "--domain", "bot.example.com", "--out", "app.zip");
            return await File.ReadAllBytesAsync(Path.Combine(scratch.Path, "app.zip"), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Ids_and_addresses_are_where_teams_looks_for_them()
    {
        var manifest = await Package.ManifestAsync("--developer", "The bot's keepers", "--website", "https://example.com/bot", "--app-version", "1.2.0");

        manifest["id"]!.GetValue<string>().ShouldBe(Package.AppId);
        manifest["version"]!.GetValue<string>().ShouldBe("1.2.0");
        manifest["validDomains"]![0]!.GetValue<string>().ShouldBe("bot.example.com");
        manifest["developer"]!["name"]!.GetValue<string>().ShouldBe("The bot's keepers");
        manifest["developer"]!["websiteUrl"]!.GetValue<string>().ShouldBe("https://example.com/bot");
        manifest["developer"]!["privacyUrl"]!.GetValue<string>().ShouldBe("https://bot.example.com/");
    }

    [Theory]
    [InlineData("--app-id", "mlopsbot", "--app-id is 'mlopsbot'; give the Microsoft App ID of the Azure Bot's page \"Configuration\", such as 00001111-aaaa-2222-bbbb-3333cccc4444.")]
    [InlineData("--app-id", "00000000-0000-0000-0000-000000000000", "--app-id is '00000000-0000-0000-0000-000000000000'; give the Microsoft App ID")]
    [InlineData("--app-id", "{00001111-aaaa-2222-bbbb-3333cccc4444}", "--app-id is '{00001111-aaaa-2222-bbbb-3333cccc4444}'; give the Microsoft App ID")]
    [InlineData("--domain", "https://bot.example.com/", "--domain is 'https://bot.example.com/'; give the public host name of the bot alone, such as bot.example.com, without https:// and without a path.")]
    [InlineData("--domain", "bot.example.com:443", "--domain is 'bot.example.com:443'; give")]
    [InlineData("--domain", "*.example.com", "--domain is '*.example.com'; give")]
    [InlineData("--domain", "localhost", "--domain is 'localhost'; give")]
    [InlineData("--domain", "192.0.2.7", "--domain is '192.0.2.7'; give")]
    [InlineData("--domain", "bot_.example.com", "--domain is 'bot_.example.com'; give")]
    [InlineData("--app-version", "1.0", "--app-version is '1.0'; give three numbers with dots between, such as 1.0.0.")]
    [InlineData("--app-version", "1.01.0", "--app-version is '1.01.0'; give")]
    [InlineData("--name", "a name that is longer than Teams takes", "--name has 38 characters; give 1 to 30.")]
    [InlineData("--developer", " ", "--developer has 1 characters; give 1 to 32.")]
    [InlineData("--privacy", "http://example.com/", "--privacy is 'http://example.com/'; give an https address, such as https://bot.example.com/about.")]
    public async Task What_teams_would_refuse_is_refused_here_with_the_remedy(string option, string value, string complaint)
    {
        using var scratch = new Scratch();
        (string, string)[] good = [("--app-id", Package.AppId), ("--domain", "bot.example.com")];
        var options = good.Where(each => each.Item1 != option).Append((option, value)).SelectMany(each => new[] { each.Item1, each.Item2 });

        var (code, _, error) = await Package.RunAsync(scratch.Path, ["package", .. options]);

        code.ShouldBe(2);
        error.ShouldStartWith(complaint);
        Directory.EnumerateFiles(scratch.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_app_id_it_says_where_one_is_found()
    {
        using var scratch = new Scratch();

        var (code, _, error) = await Package.RunAsync(scratch.Path, "package", "--domain", "bot.example.com");

        code.ShouldBe(2);
        error.ShouldStartWith("--app-id is left out, and MlOpsBot:Teams:AppId is not configured;");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told()
    {
        using var scratch = new Scratch();

        var (code, _, error) = await Package.RunAsync(scratch.Path, "package", "--app-id", Package.AppId, "--domain", "bot.example.com", "--out", "missing/app.zip");

        code.ShouldBe(2);
        error.ShouldStartWith("missing/app.zip cannot be written: ");
    }
}
