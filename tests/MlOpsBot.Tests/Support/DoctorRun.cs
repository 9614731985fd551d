using MlOpsBot.CommandLine;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests.Support;

/// <summary>What <c>doctor</c> said of a configuration.</summary>
internal sealed record DoctorRun(int Code, string Output, string Error)
{
    public string[] Lines => Output.TrimEnd().Split(Environment.NewLine);

    public static Task<DoctorRun> OfAsync(ServerSettings settings, bool json = false) => OfAsync(settings, new DoctorWish { Json = json });

    public static async Task<DoctorRun> OfAsync(ServerSettings settings, DoctorWish wish)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, settings.Clock, settings.WorkingDirectory);
        var code = await DoctorCommand.RunAsync(settings, wish, surroundings, TestContext.Current.CancellationToken);
        return new DoctorRun(code, output.ToString(), error.ToString());
    }
}
