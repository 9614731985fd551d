namespace MlOpsBot.Teams.Tests.Deploying;

/// <summary>The icons: the schema looks at their names alone.</summary>
public sealed class IconTests
{
    private static readonly (byte, byte, byte, byte) s_teal = (0x0F, 0x76, 0x6E, 255);
    private static readonly (byte, byte, byte, byte) s_white = (255, 255, 255, 255);

    [Fact]
    public async Task The_colour_icon_is_192_square_without_transparency_and_its_bubble_keeps_to_the_middle_half()
    {
        var icon = Png.Read((await Package.WriteAsync())["color.png"]);

        (icon.Width, icon.Height).ShouldBe((192, 192));
        icon.Pixels.ShouldAllBe(pixel => pixel.Alpha == 255);
        icon[0, 0].ShouldBe(s_teal);
        icon[96, 96].ShouldBe(s_white);
        icon[115, 85].ShouldBe(s_teal, "an eye");
        var ink = Where(icon, pixel => pixel != s_teal);
        ink.ShouldAllBe(at => at.X >= 48 && at.X < 144 && at.Y >= 48 && at.Y < 144);
        ink.Count.ShouldBeGreaterThan(4_000);
    }

    [Fact]
    public async Task The_outline_icon_is_32_square_and_white_on_nothing()
    {
        var icon = Png.Read((await Package.WriteAsync())["outline.png"]);

        (icon.Width, icon.Height).ShouldBe((32, 32));
        icon.Pixels.ShouldAllBe(pixel => pixel.Red == 255 && pixel.Green == 255 && pixel.Blue == 255);
        icon[0, 0].Alpha.ShouldBe((byte)0);
        icon[31, 31].Alpha.ShouldBe((byte)0);
        icon[16, 2].ShouldBe(s_white, "the upper line");
        icon[16, 3].ShouldBe(s_white, "which is two pixels thick");
        icon[16, 4].Alpha.ShouldBe((byte)0, "and no more");
        Where(icon, pixel => pixel.Alpha == 255).Count.ShouldBeInRange(120, 250);
    }

    [Fact]
    public async Task The_icons_in_the_repository_are_those_that_the_program_draws()
    {
        using var scratch = new Scratch();
        (await Package.RunAsync(scratch.Path, "icons")).Code.ShouldBe(0);

        foreach (var name in new[] { "color.png", "outline.png" })
        {
            var drawn = Png.Read(await File.ReadAllBytesAsync(Path.Combine(scratch.Path, name), TestContext.Current.CancellationToken));
            var kept = Png.Read(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "deploy", "teams", name), TestContext.Current.CancellationToken));
            kept.Pixels.SequenceEqual(drawn.Pixels).ShouldBeTrue($"{name}: run 'mlopsbot teams icons --out deploy/teams'");
        }
    }

    private static List<(int X, int Y)> Where(Png icon, Func<(byte Red, byte Green, byte Blue, byte Alpha), bool> isInk) =>
    [
        .. from y in Enumerable.Range(0, icon.Height) from x in Enumerable.Range(0, icon.Width) where isInk(icon[x, y]) select (x, y),
    ];
}
