using System.Globalization;

namespace MlOpsBot.Deploy.Tests.Systemd;

/// <summary>The unit, by systemd's own judgement, and against the program.</summary>
public sealed class UnitTests
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "systemd");

    private static string Unit { get; } = File.ReadAllText(Path.Combine(Folder, "mlopsbot.service"));

    [Fact]
    public async Task Systemd_takes_the_unit_without_a_word()
    {
        Tool.Need("systemd-analyze");
        using var scratch = new Scratch();

        // The program is not installed here.
        var unit = scratch.Write("mlopsbot.service", Unit.Replace("/opt/mlopsbot/mlopsbot", "/bin/true", StringComparison.Ordinal));
        var run = await Tool.RunAsync("systemd-analyze", "verify", "--man=no", unit);

        run.Error.Split('\n').Where(line => line.Contains("mlopsbot", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_setting_that_systemd_does_not_know_is_found()
    {
        Tool.Need("systemd-analyze");
        using var scratch = new Scratch();
        var unit = scratch.Write("mlopsbot.service", Unit.Replace("/opt/mlopsbot/mlopsbot", "/bin/true", StringComparison.Ordinal).Replace("PrivateTmp=", "PrivateTemp=", StringComparison.Ordinal));

        (await Tool.RunAsync("systemd-analyze", "verify", "--man=no", unit)).Error.ShouldContain("PrivateTemp");
    }

    [Fact]
    public async Task Systemd_rates_its_exposure_at_two_of_ten_at_most()
    {
        Tool.Need("systemd-analyze");
        var run = await Tool.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", Path.Combine(Folder, "mlopsbot.service"));

        run.ExitCode.ShouldBe(0, run.Output);
        TestContext.Current.SendDiagnosticMessage(run.Lines[^1]);
    }

    [Fact]
    public void A_start_waits_until_the_program_says_that_it_is_ready_and_a_stop_has_the_time_that_it_takes()
    {
        Setting("Type").ShouldBe("notify");
        int.Parse(Setting("TimeoutStopSec").TrimEnd('s'), CultureInfo.InvariantCulture).ShouldBeGreaterThan((int)Grace.Needed.TotalSeconds);
        Setting("ExecStart").ShouldBe("/opt/mlopsbot/mlopsbot serve");
    }

    [Fact]
    public void The_program_takes_the_options_that_it_is_given()
    {
        var given = Unit.Split('\n').Where(line => line.StartsWith("Environment=MlOpsBot__", StringComparison.Ordinal)).Select(line => line["Environment=".Length..])
            .Concat(File.ReadLines(Path.Combine(Folder, "mlopsbot.env.example")).Where(line => line.StartsWith("MlOpsBot__", StringComparison.Ordinal)));

        Options.Faults(given.Select(line => KeyValuePair.Create(line.Split('=')[0], (string?)line.Split('=', 2)[1]))).ShouldBeEmpty();
        foreach (var name in File.ReadLines(Path.Combine(Folder, "mlopsbot.env.example")).Where(line => line.StartsWith("#MlOpsBot", StringComparison.Ordinal)).Select(line => line[1..].Split('=')[0]))
        {
            Options.Exists(name).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task User_and_folders_come_out_as_the_unit_needs_them()
    {
        Tool.Need("systemd-sysusers");
        Tool.Need("systemd-tmpfiles");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may make users and folders of others.");
        using var scratch = new Scratch();
        scratch.Write("etc/mlopsbot/mlopsbot.env", "");
        scratch.Write("etc/mlopsbot/secrets/MlOpsBot__Slack__BotToken", "");

        var users = await Tool.RunAsync("systemd-sysusers", $"--root={scratch.Path}", Path.Combine(Folder, "mlopsbot.sysusers.conf"));
        users.ExitCode.ShouldBe(0, users.Error);
        var folders = await Tool.RunAsync("systemd-tmpfiles", "--create", $"--root={scratch.Path}", Path.Combine(Folder, "mlopsbot.tmpfiles.conf"));
        folders.ExitCode.ShouldBe(0, folders.Error);

        (await File.ReadAllTextAsync(Path.Combine(scratch.Path, "etc/passwd"), TestContext.Current.CancellationToken)).ShouldContain($"{Setting("User")}:");
        Mode("etc/mlopsbot/secrets").ShouldBe("750");
        Mode("etc/mlopsbot/secrets/MlOpsBot__Slack__BotToken").ShouldBe("640");
        Mode("etc/mlopsbot/mlopsbot.env").ShouldBe("640");

        string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(scratch.Path, path)), 8);
    }

    private static string Setting(string name) => Unit.Split('\n').Last(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];
}
