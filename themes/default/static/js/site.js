(function(){ "use strict"; self.sitegen = self.sitegen || {}; })();
