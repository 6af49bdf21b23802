using BatchImport.Common;

namespace BatchImport.Tests.Common;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("a.b+c_d-e@mail.example.org")]
    [InlineData("o'neill@example.com")]
    [InlineData("müller@bücher.example")]
    [InlineData("1@2.example")]
    [InlineData("info@xn--mnchen-3ya.de")]
    [InlineData("info@mu\u0308nchen.de")]
    [InlineData("info@हिन्दी.भारत")]
    public void What_mail_systems_deliver_to_is_an_address(string text) => Assert.True(EmailAddress.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@localhost")]
    [InlineData("ada@@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("ada @example.com")]
    [InlineData(" ada@example.com")]
    [InlineData("ada@example.com\n")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("ada@exa mple.com")]
    [InlineData("ada@.example.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@example.com.")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example_.com")]
    [InlineData("ada@münchen_.de")]
    [InlineData("ada@mün\u00ADchen.de")]
    [InlineData("ada@mün\u202Echen.de")]
    [InlineData("ada@-münchen.de")]
    [InlineData("ada@münchen。de")]
    [InlineData(".ada@example.com")]
    [InlineData("ada..b@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com,eve@example.com")]
    [InlineData("\"ada\"@example.com")]
    public void What_they_do_not_is_none(string text) => Assert.False(EmailAddress.IsValid(text));

    [Fact]
    public void An_address_has_254_characters_at_most_and_64_before_the_at()
    {
        Assert.True(EmailAddress.IsValid(new string('a', 64) + "@example.com"));
        Assert.False(EmailAddress.IsValid(new string('a', 65) + "@example.com"));
        Assert.False(EmailAddress.IsValid("a@" + string.Join('.', Enumerable.Repeat(new string('b', 62), 4)) + ".com"));
    }
}
