using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Slack.Requests;

namespace MlOpsBot.Slack.Tests.Requests;

public sealed class SignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const long Time = 1531420618;

    [Fact]
    public void Slacks_published_example_is_accepted() => Judge().ShouldBe(SignatureFault.None);

    [Theory]
    [InlineData(300, SignatureFault.None)]
    [InlineData(-300, SignatureFault.None)]
    [InlineData(301, SignatureFault.TooOld)]
    [InlineData(-301, SignatureFault.TooNew)]
    [InlineData(86_400 * 365, SignatureFault.TooOld)]
    public void A_time_may_be_five_minutes_away_in_either_direction(int later, SignatureFault expected) => Judge(later: later).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("V0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503=more")]
    [InlineData(" v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504")]
    public void Another_signature_is_refused(string signature) => Judge(signature: signature).ShouldNotBe(SignatureFault.None);

    [Theory]
    [InlineData("")]
    [InlineData("1531420618.0")]
    [InlineData("+1531420618")]
    [InlineData("01531420618")]
    [InlineData(" 1531420618")]
    [InlineData("1531420618 ")]
    [InlineData("0x5b47a4ca")]
    [InlineData("1531420619")]
    [InlineData("99999999999999999999")]
    [InlineData("١٥٣١٤٢٠٦١٨")]
    public void Another_time_is_refused(string time) => Judge(time: time).ShouldNotBe(SignatureFault.None);

    [Fact]
    public void A_body_that_was_altered_is_refused() => Judge(body: Body.Replace("roadrunner", "coyote")).ShouldBe(SignatureFault.Mismatch);

    [Fact]
    public void Several_signatures_or_times_are_refused_even_where_one_of_them_is_right()
    {
        var headers = Headers(Signature, "1531420618");
        headers["X-Slack-Signature"] = new([Signature, Signature]);
        Judge(headers).ShouldBe(SignatureFault.Ambiguous);

        headers = Headers(Signature, "1531420618");
        headers["X-Slack-Request-Timestamp"] = new(["1531420618", "1531420618"]);
        Judge(headers).ShouldBe(SignatureFault.Ambiguous);
    }

    [Fact]
    public void What_counts_are_the_bytes_of_the_body_and_not_what_they_say()
    {
        byte[] body = [0xff, 0x00, (byte)'{', 0xc3];
        byte[] message = [.. Encoding.ASCII.GetBytes($"v0:{Time}:"), .. body];
        var signature = "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), message));
        SignatureCheck.Verify(Secret, Headers(signature, "1531420618"), body, DateTimeOffset.FromUnixTimeSeconds(Time)).ShouldBe(SignatureFault.None);
        body[3] = 0xc4;
        SignatureCheck.Verify(Secret, Headers(signature, "1531420618"), body, DateTimeOffset.FromUnixTimeSeconds(Time)).ShouldBe(SignatureFault.Mismatch);
    }

    [Fact]
    public void Nothing_is_verified_without_a_secret()
        => Should.Throw<ArgumentException>(() => SignatureCheck.Verify("", Headers(Signature, "1531420618"), default, DateTimeOffset.FromUnixTimeSeconds(Time)));

    private static SignatureFault Judge(string? signature = Signature, string? time = "1531420618", string body = Body, long later = 0)
        => SignatureCheck.Verify(Secret, Headers(signature, time), Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(Time + later));

    private static SignatureFault Judge(HeaderDictionary headers)
        => SignatureCheck.Verify(Secret, headers, Encoding.UTF8.GetBytes(Body), DateTimeOffset.FromUnixTimeSeconds(Time));

    private static HeaderDictionary Headers(string? signature, string? time)
        => new() { ["X-Slack-Signature"] = signature, ["X-Slack-Request-Timestamp"] = time };
}
